# What the examples speak of. $1 is the example to come: what it makes itself is left out.
umask 077
echo 'four words or more' >pass.txt
# Of a holder to whom the linkage unit has given key files.
cat >fr.map.csv <<'MAP'
tag,id
1f0a6f5e6f0b7a5d0c8a2f4b9d3e1a70,1780475123456
4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f,2691054321987
9b8a7c6d5e4f3a2b1c0d9e8f7a6b5c4d,
MAP
cat >fr.links.csv <<'LINKS'
tag,link_id
1f0a6f5e6f0b7a5d0c8a2f4b9d3e1a70,c2b9d1a46f2e4d0b8a7c5e3f1d9b7a60
9b8a7c6d5e4f3a2b1c0d9e8f7a6b5c4d,5a3f1d9b7a60c2b9d1a46f2e4d0b8a7c
LINKS
cat >wages.csv <<'WAGES'
year,nir,wage
2023,2691054321987,2900
2024,1780475123456,3120
2023,1780475123456,3010
WAGES

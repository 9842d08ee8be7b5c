# What the examples speak of. $1 is the example to come: what it makes itself is left out.
umask 077
echo 'four words or more' >pass.txt

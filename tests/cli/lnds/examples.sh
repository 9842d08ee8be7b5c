# An office export with one bad row, and a plain file.
printf 'id;name;town\r\n007;M\374ller;Trier\r\n008;Weber\r\n' >export.csv
printf 'id,name\n1,Weber\n2,Klein\n3,Muller\n4,Schmit\n5,Thill\n' >big.csv

# persons.csv and igss.csv as lnds-synth makes them by hand, and the office export of a
# second holder.
cat >persons.csv <<'END'
matricule,last_name,first_name,birth_date,sex,postcode,nace,wage_eur_month,contract_start
1985072304254,Weyrich,Jo,1985-07-23,M,4123,64.19,6120.40,2015-02-01
1893120105732,"Weber, née Klein",Marie,1893-12-01,F,,,,
END
printf 'VSNR;Nachname;Vorname\r\n15070649C103;M\374ller;Johann\r\n' >igss.csv
mkdir b-iab
printf 'VSNR;Nachname;Vorname\r\n15070649C103;M\374ller;Johann\r\n' >b-iab/iab.csv

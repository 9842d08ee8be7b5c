# Plans: what they hold, that they depend on nothing else, thresholds out of reach.

load ../lib
load codes

setup_case() {
	two_registers
	stream 3 300 | register fr >fr.lnc
}

@test "a plan is canonical JSON with what was asked for" {
	run3 0 lnds-link plan lu.lnc de.lnc --seed 7 --sample 250 -o plan.json
	same '' "$output$stderr"
	jq -cS . plan.json | cmp - plan.json
	same '{"lnds-link":1,"type":"plan","threshold":null,"fdr":0.01,"top":8,"min_overlap":0.5,"blocked":false,"seed":7,"sample":250}' \
		"$(jq -c '{"lnds-link",type,threshold,fdr,top,min_overlap,blocked,seed,sample}' plan.json)"
	same '[["lu",400],["de",300]]' "$(jq -c '.sources | map([.party,.n])' plan.json)"
	same '[0,1,0,300,[250,250],[0,0],[1025,250,250,250]]' "$(jq -c '.pairs[0] |
		[.a,.b,.y,.pool,.q,.twins,[(.best|length),(.best|add),(.decoy_x|add),(.decoy_y|add)]]' \
		plan.json)"
	# Decoys are strangers, around a half; the floor lies over them and under the matches.
	jq -e '.pairs[0].decoy_y[400:700] | add == 250' plan.json
	jq -e '.floor > 9000000 and .floor < 15500000' plan.json
}

@test "threads and the kernel change nothing but the header" {
	for i in 1 2 7; do
		lnds-link plan -t $i lu.lnc de.lnc | jq -c 'del(.header)' >plan.$i
	done
	cmp plan.1 plan.2
	cmp plan.1 plan.7
	LNDS_CPU=baseline lnds-link plan lu.lnc de.lnc | jq -c 'del(.header)' | cmp - plan.1
	# Who is named first does not move the floor.
	same "$(jq .floor plan.1)" "$(lnds-link plan de.lnc lu.lnc | jq .floor)"
	same '[1,300]' "$(lnds-link plan de.lnc lu.lnc | jq -c '.pairs[0] | [.y,.pool]')"
}

@test "another seed takes another sample" {
	lnds-link plan --sample 100 lu.lnc de.lnc | jq -c .pairs >one
	lnds-link plan --sample 100 --seed 2 lu.lnc de.lnc | jq -c .pairs >two
	! cmp -s one two
}

@test "a threshold is taken as it is, the floor a margin under it" {
	run3 0 lnds-link plan --threshold 0.85 --margin 0.1 lu.lnc de.lnc -o plan.json
	same '[14260633,12582912,null,1]' \
		"$(jq -c '[.threshold,.floor,.fdr,(.pairs|length)]' plan.json)"
	same 0 "$(lnds-link plan --threshold 0.05 --margin 0.1 lu.lnc de.lnc | jq .floor)"
	# Decoys are sampled nevertheless: for the report.
	same 400 "$(jq '.pairs[0].decoy_y | add' plan.json)"
}

@test "one file needs a threshold" {
	fails 2 'one file has no rate of false links to choose by' \
		'give --threshold, or a second file' lnds-link plan lu.lnc
	run3 0 lnds-link plan --threshold 1 lu.lnc
	same '[16777216,[]]' "$(jq -c '[.floor,.pairs]' <<<"$output")"
}

@test "strangers have no threshold, and the least rate is named" {
	fails 3 '--fdr 0.01 is out of reach: these sources allow 0.4596 at best' \
		'too few records seem to be in both, or they are too much alike within a file' \
		lnds-link plan lu.lnc fr.lnc -o plan.json
	[ ! -e plan.json ]
	fails 3 '--fdr 0.001 is out of reach: these sources allow 0.0056 at best' \
		'give that rate, or --threshold' lnds-link plan --fdr 0.001 lu.lnc de.lnc
	run3 0 lnds-link plan --fdr 0.0056 lu.lnc de.lnc
	# Among more than two it says between which; the highest floor counts.
	run3 3 lnds-link plan lu.lnc de.lnc fr.lnc
	like '^lnds-link: lu and fr: --fdr 0.01 is out of reach' "$stderr"
	run3 0 lnds-link plan --threshold 0.8 lu.lnc de.lnc fr.lnc
	same '[[0,1,300],[0,2,300],[1,2,300]]' \
		"$(jq -c '.pairs | map([.a,.b,.pool])' <<<"$output")"
}

# Of 40 of 420, 31 have theirs among the 300 that each is compared with.
@test "duplicates within a file are warned of, and its decoys can be left out" {
	{
		stream 1 400
		stream 1 20
	} | register lu >lu.lnc
	run3 0 lnds-link plan --threshold 0.8 lu.lnc de.lnc -o plan.json
	same 'lnds-link: warning: lu: 7.4 % of the records have a twin in the same file (duplicates, households): deduplicate it, or give --decoys of another party' \
		"$stderr"
	same '[31,0]' "$(jq -c '.pairs[0].twins' plan.json)"
	run3 0 lnds-link plan -q --threshold 0.8 --decoys de lu.lnc de.lnc -o plan.json
	same '[[0,300],[0,0],null]' \
		"$(jq -c '.pairs[0] | [.q,.twins,(.decoy_y|add|select(.>0))//null]' plan.json)"
	fails 2 "--decoys: no file is of the party 'fr'" 'lu, or both' \
		lnds-link plan --decoys fr lu.lnc de.lnc
}

@test "options that are none" {
	fails 2 '--fdr and --threshold exclude each other' \
		'a threshold is given, or chosen for a rate' \
		lnds-link plan --fdr 0.01 --threshold 0.8 lu.lnc de.lnc
	for r in 1.5 x -0.1 1e-2; do
		fails 2 "--fdr: '$r' is no rate" 'a decimal between 0 and 1, such as 0.01' \
			lnds-link plan --fdr=$r lu.lnc de.lnc
	done
	for r in 0 1; do
		fails 2 '--fdr must lie between 0 and 1' '' lnds-link plan --fdr $r lu.lnc de.lnc
	done
	for t in 1.1 85% ''; do
		fails 2 "--threshold: '$t' is no score" 'a decimal from 0 to 1, such as 0.85' \
			lnds-link plan --threshold="$t" lu.lnc de.lnc
	done
	fails 2 "--margin: '2' is no score" 'a decimal from 0 to 1, such as 0.85' \
		lnds-link plan --margin 2 lu.lnc de.lnc
	for k in 0 256; do
		fails 2 '--top goes from 1 to 255' '' lnds-link plan --top $k lu.lnc de.lnc
	done
	fails 2 '--sample must be at least 1' '' lnds-link plan --sample 0 lu.lnc de.lnc
	fails 2 '--seed goes up to 9007199254740991' '' \
		lnds-link plan --seed 9007199254740992 lu.lnc de.lnc
	fails 2 'these codes have no block keys' \
		'leave --blocked out, or encode with a schema that has blocks' \
		lnds-link plan --blocked lu.lnc de.lnc
}

@test "-v tells sources, codes, floor and header" {
	run3 0 lnds-link plan -v --threshold 0.8 lu.lnc de.lnc -o plan.json
	like 'lnds-link: lu 400 x de 300, clk 384, floor 0.800, header [0-9]+ bits' "$stderr"
}

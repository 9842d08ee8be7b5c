# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2154,SC2034
# The kernels of lnds-link against a plain loop, on codes of invented persons.

# shellcheck source=tests/bench/link_codes.sh
. tests/bench/link_codes.sh

# scan MINIMUM MOONSHOT OPTION…: all pairs of 8192 rows of A and 8192 of B, one core.
scan() {
	minimum=$1 moonshot=$2
	shift 2
	folder=$(codes 100000)
	kernels "$minimum" "$moonshot" "$bench/link_scan" "$@" "$folder/a.lnc" "$folder/b.lnc"
}

if grep -q avx512_vpopcntdq /proc/cpuinfo; then
	scan 3.0× 3.6× -k avx512 -t 0.70 -0
	scan 4.5× 7× -k avx512 -t 0.80
	scan 5.5× 9× -k avx512 -t 0.85
	scan 10.5× 13× -k avx512 -t 0.90
fi
if grep -q avx2 /proc/cpuinfo; then
	scan 2.3× 3.8× -k avx2 -t 0.85
	scan 4.5× 6× -k avx2 -t 0.90
fi
scan 1.6× 2.2× -k scalar -t 0.85
scan 0.9× 0.98× -n 2048

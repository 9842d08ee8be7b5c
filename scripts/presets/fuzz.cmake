# libFuzzer targets with address and undefined behaviour sanitizers; needs clang.
set(CMAKE_C_COMPILER clang CACHE STRING "")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_C_FLAGS_DEBUG "-O1 -g" CACHE STRING "")
set(LNDS_SANITIZE "address,undefined" CACHE STRING "")
set(LNDS_FUZZ ON CACHE BOOL "")

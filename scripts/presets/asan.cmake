# Address and undefined behaviour sanitizers.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_C_FLAGS_DEBUG "-O1 -g" CACHE STRING "")
set(LNDS_WERROR ON CACHE BOOL "")
set(LNDS_SANITIZE "address,undefined" CACHE STRING "")

# Static position-independent programs, for machines without our libraries.
set(CMAKE_BUILD_TYPE Release CACHE STRING "")
set(CMAKE_C_FLAGS_RELEASE "-O2" CACHE STRING "")
set(LNDS_STATIC ON CACHE BOOL "")
set(LNDS_TESTS OFF CACHE BOOL "")

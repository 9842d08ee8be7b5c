# Line coverage with gcov.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_C_FLAGS_DEBUG "-O0 -g --coverage" CACHE STRING "")

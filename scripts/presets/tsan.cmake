# Thread sanitizer.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_C_FLAGS_DEBUG "-O1 -g" CACHE STRING "")
set(LNDS_SANITIZE "thread" CACHE STRING "")

# Development: warnings are errors, optimised enough to find what the optimiser warns of.
set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "")
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g" CACHE STRING "")
set(LNDS_WERROR ON CACHE BOOL "")

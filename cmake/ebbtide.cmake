# Compiler settings shared by every target, and the function that declares one layer of the engine.

add_library(ebbtide_settings INTERFACE)
target_include_directories(ebbtide_settings INTERFACE ${PROJECT_SOURCE_DIR}/engine)
target_compile_options(
  ebbtide_settings
  INTERFACE -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wconversion
            -Wno-sign-conversion
            -Wnon-virtual-dtor
            -Wold-style-cast
            -Woverloaded-virtual
            -Werror
            # g++ 12 reports overlaps in std::string operator+ that cannot happen (GCC bug 105651).
            -Wno-restrict
            # One rounding per written operation; fused operations are explicit std::fma.
            -ffp-contract=off)

find_package(Threads REQUIRED)

# ebbtide_layer(NAME [USES layer...] [LINKS library...]): the static library ebbtide_NAME of engine/NAME/*.cpp.
function(ebbtide_layer name)
  cmake_parse_arguments(ARG "" "" "USES;LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/engine/${name}/*.cpp)
  file(GLOB headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/engine/${name}/*.h)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(NOT sources AND NOT headers)
    # A layer without files is still a target that others may link.
    set(sources ${PROJECT_BINARY_DIR}/${name}_empty.cpp)
    file(CONFIGURE OUTPUT ${sources} CONTENT "")
  endif()
  add_library(ebbtide_${name} STATIC ${sources} ${headers})
  set_target_properties(ebbtide_${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_link_libraries(ebbtide_${name} PUBLIC ebbtide_settings)
  foreach(layer ${ARG_USES})
    target_link_libraries(ebbtide_${name} PUBLIC ebbtide_${layer})
  endforeach()
  target_link_libraries(ebbtide_${name} PUBLIC ${ARG_LINKS})
endfunction()

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
            $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
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

# ebbtide_build_revision(TARGET): gives TARGET the header "build_revision.h" with version, git revision, compiler and the
# flags that may change numbers. The revision is asked for on every build, and rewritten only when it changed.
function(ebbtide_build_revision target)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  get_target_property(options ebbtide_settings INTERFACE_COMPILE_OPTIONS)
  separate_arguments(given NATIVE_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}}")
  set(flags "")
  foreach(flag ${given} ${options})
    if(flag MATCHES "^-(O|m|f|D|std=|stdlib=)" AND NOT flag MATCHES "prefix-map|diagnostics|\"|\\\\")
      list(APPEND flags "${flag}")
    endif()
  endforeach()
  list(JOIN flags " " flags)
  set(header ${PROJECT_BINARY_DIR}/generated/build_revision.h)
  add_custom_target(
    ${target}_revision
    COMMAND
      ${CMAKE_COMMAND} -D OUTPUT=${header} -D SOURCE_DIR=${PROJECT_SOURCE_DIR} -D VERSION=${PROJECT_VERSION} -D
      "COMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}" -D
      "FLAGS=${CMAKE_BUILD_TYPE} ${CMAKE_SYSTEM_PROCESSOR} c++${CMAKE_CXX_STANDARD} ${flags}" -P
      ${PROJECT_SOURCE_DIR}/cmake/build_revision.cmake
    BYPRODUCTS ${header}
    VERBATIM)
  add_dependencies(${target} ${target}_revision)
  target_include_directories(${target} PRIVATE ${PROJECT_BINARY_DIR}/generated)
endfunction()

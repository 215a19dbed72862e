# Writes OUTPUT, the header behind core/build_info.cpp, and leaves it alone when nothing changed. Runs on every build.
# Given: OUTPUT, SOURCE_DIR, VERSION, COMPILER, FLAGS.
find_program(GIT git)

function(run_git result)
  execute_process(
    COMMAND ${GIT} --no-optional-locks -c safe.directory=* -C ${SOURCE_DIR} ${ARGN}
    RESULT_VARIABLE status
    OUTPUT_VARIABLE output
    ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT status EQUAL 0)
    set(output "failed")
  endif()
  set(${result} "${output}" PARENT_SCOPE)
endfunction()

set(revision "unknown")
if(GIT)
  # An unpacked archive inside somebody else's repository is not that repository's revision.
  run_git(top rev-parse --show-toplevel)
  file(REAL_PATH ${SOURCE_DIR} source_dir)
  if(top STREQUAL source_dir)
    run_git(commit rev-parse HEAD)
    if(commit MATCHES "^[0-9a-f]+$")
      run_git(changes status --porcelain --untracked-files=no)
      set(revision ${commit})
      if(changes)
        string(APPEND revision "+dirty")
      endif()
    endif()
  endif()
endif()

set(content "#pragma once\n")
foreach(field VERSION COMPILER FLAGS)
  string(APPEND content "#define EBBTIDE_BUILD_${field} \"${${field}}\"\n")
endforeach()
string(APPEND content "#define EBBTIDE_BUILD_REVISION \"${revision}\"\n")
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "${content}" @ONLY)

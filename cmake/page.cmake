# The desk's page: web/ bundled by esbuild into one C file. Its modules come from npm by lockfile, into the build folder.
# Without Node 18 and npm, or without their registry, the page is left out: page_sources is then src/serve/no_page.c.
option(CH_PAGE "Build the desk's page (needs node and npm)" ON)
set(PAGE_SOURCES ${CMAKE_SOURCE_DIR}/src/serve/no_page.c)
set(PAGE_WORK ${CMAKE_BINARY_DIR}/web)

# The modules of a folder's lockfile, into another folder.
function(install_modules from work result)
  set(lock ${CMAKE_SOURCE_DIR}/${from}/package-lock.json)
  set(stamp ${work}/installed)
  set(${result} TRUE PARENT_SCOPE)
  if(EXISTS ${stamp} AND NOT ${lock} IS_NEWER_THAN ${stamp})
    return()
  endif()
  file(COPY ${CMAKE_SOURCE_DIR}/${from}/package.json ${lock} DESTINATION ${work})
  execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
    WORKING_DIRECTORY ${work} RESULT_VARIABLE failed OUTPUT_QUIET ERROR_VARIABLE said)
  if(failed)
    message(STATUS "npm ci: ${said}")
    set(${result} FALSE PARENT_SCOPE)
  else()
    file(TOUCH ${stamp})
  endif()
endfunction()

if(CH_PAGE)
  find_program(NODE NAMES node nodejs)
  find_program(NPM npm)
  if(NODE AND NPM)
    execute_process(COMMAND ${NODE} -p "parseInt(process.versions.node)" OUTPUT_VARIABLE node_major OUTPUT_STRIP_TRAILING_WHITESPACE)
  endif()
  if(NOT NODE OR NOT NPM OR node_major LESS 18)
    message(STATUS "The desk's page is left out: it needs npm and Node 18 or newer")
  else()
    install_modules(web ${PAGE_WORK} installed)
    if(installed)
      set(PAGE_SOURCES ${PAGE_WORK}/assets.c)
      file(GLOB_RECURSE page_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/src/*)
      add_custom_command(OUTPUT ${PAGE_SOURCES}
        COMMAND ${NODE} ${CMAKE_SOURCE_DIR}/web/build.mjs ${PAGE_WORK} ${PAGE_WORK}
        DEPENDS ${CMAKE_SOURCE_DIR}/web/build.mjs ${CMAKE_SOURCE_DIR}/web/atlas.mjs ${CMAKE_SOURCE_DIR}/web/package-lock.json ${page_files}
          ${CMAKE_SOURCE_DIR}/knowledge/events/plover.tsv ${CMAKE_SOURCE_DIR}/knowledge/ledger/levels.tsv
          ${CMAKE_SOURCE_DIR}/knowledge/ledger/measures.tsv ${CMAKE_SOURCE_DIR}/knowledge/ledger/units.tsv
        COMMENT "Bundling the desk's page" VERBATIM)
    else()
      message(STATUS "The desk's page is left out: its modules could not be installed")
    endif()
  endif()
endif()

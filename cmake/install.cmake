# Install rules, pkg-config file, man pages, Debian package.
# chancery.pc finds its prefix from where it lies: the package and --prefix need not be what was configured.
file(RELATIVE_PATH PC_TO_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${CMAKE_SOURCE_DIR}/cmake/chancery.pc.in ${CMAKE_BINARY_DIR}/chancery.pc @ONLY)
install(TARGETS chancery chancery_shared chancery_static
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES include/chancery.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${CMAKE_BINARY_DIR}/chancery.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES ${KNOWLEDGE} ${CMAKE_BINARY_DIR}/chancery.model DESTINATION ${CMAKE_INSTALL_DATADIR}/chancery)
install(FILES models/NOTICE DESTINATION ${CMAKE_INSTALL_DATADIR}/chancery RENAME chancery.model.NOTICE)
install(FILES README.md LICENSE NOTICE CHANGELOG.md CITATION.cff DESTINATION ${CMAKE_INSTALL_DOCDIR})

# Completions are what the program prints.
foreach(shell "bash|bash-completion/completions/chancery" "zsh|zsh/site-functions/_chancery"
              "fish|fish/vendor_completions.d/chancery.fish")
  string(REPLACE "|" ";" shell ${shell})
  list(GET shell 0 name)
  list(GET shell 1 target)
  get_filename_component(folder ${target} DIRECTORY)
  get_filename_component(file ${target} NAME)
  set(made ${CMAKE_BINARY_DIR}/completions/${name}/${file})
  add_custom_command(OUTPUT ${made}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/completions/${name}
    COMMAND chancery completion ${name} > ${made}
    DEPENDS chancery VERBATIM)
  list(APPEND COMPLETIONS ${made})
  install(FILES ${made} DESTINATION ${CMAKE_INSTALL_DATADIR}/${folder})
endforeach()
add_custom_target(completions ALL DEPENDS ${COMPLETIONS})

find_program(SCDOC scdoc)
if(SCDOC)
  file(GLOB PAGES CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/man ${CMAKE_SOURCE_DIR}/man/*.scd)
  set(MAN_FILES)
  foreach(page ${PAGES})
    string(REGEX REPLACE "\\.scd$" "" name ${page})
    string(REGEX REPLACE ".*\\." "" section ${name})
    add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/man/${name}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/man
      COMMAND ${SCDOC} < ${CMAKE_SOURCE_DIR}/man/${page} > ${CMAKE_BINARY_DIR}/man/${name}
      DEPENDS ${CMAKE_SOURCE_DIR}/man/${page} VERBATIM)
    list(APPEND MAN_FILES ${CMAKE_BINARY_DIR}/man/${name})
    install(FILES ${CMAKE_BINARY_DIR}/man/${name} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
  endforeach()
  add_custom_target(man ALL DEPENDS ${MAN_FILES})
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME chancery)
set(CPACK_PACKAGE_CONTACT "The chancery authors <chancery@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "evidence-backed record of how states deal with each other, from news")
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_STRIP_FILES ON)
include(CPack)

# Makes C of an SQL script: cmake -DNAME=links -DIN=links.sql -DOUT=links.c -P embed_sql.cmake gives
# `const char ch__sql_links[]`, a string literal a line.
file(READ "${IN}" sql)
string(REPLACE "\\" "\\\\" sql "${sql}")
string(REPLACE "\"" "\\\"" sql "${sql}")
string(REPLACE "\n" "\\n\"\n    \"" sql "${sql}")
file(WRITE "${OUT}" "/* Made from ${NAME}.sql. */\nextern const char ch__sql_${NAME}[];\n\nconst char ch__sql_${NAME}[] =\n    \"${sql}\";\n")

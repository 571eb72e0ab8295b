/* record_json.h - a record as JSON, in the fixed key order of docs/records.md. */
#ifndef CH_RECORD_JSON_H
#define CH_RECORD_JSON_H

#include "base/json.h"
#include "chancery.h"

/* Writes one record as a JSON object; `doc_name` is the value of "doc". What is missing is null, an empty list []. */
void ch__record_write(ch__json *j, const ch_doc *doc, const ch_record *r, const char *doc_name);

#endif

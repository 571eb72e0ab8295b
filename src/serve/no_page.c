/* no_page.c - what stands in place of the page in a build without npm: the API is served all the same. */
#include "serve/inside.h"

static const char NOTE[] =
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>chancery desk</title>\n"
    "<h1>The page was left out of this build</h1>\n"
    "<p>It is made with npm, which was not there. The API is served under <code>/api/v1/</code>.\n";

const ch__asset ch__assets[] = {
    {"/", "text/html; charset=utf-8", "no-page", (const unsigned char *)NOTE, sizeof NOTE - 1, false, false},
    {NULL, NULL, NULL, NULL, 0, false, false}};

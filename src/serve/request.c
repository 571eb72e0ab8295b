/* request.c - what is asked for: path, arguments, header fields, body. */
#include <stdlib.h>

#include "base/utf8.h"
#include "serve/inside.h"

const char *ch__request_argument(const ch__request *r, const char *name)
{
    for (int i = 0; i < r->n_arguments; i++)
        if (strcmp(r->argument[i].name, name) == 0)
            return r->argument[i].value && *r->argument[i].value ? r->argument[i].value : NULL;
    return NULL;
}

int ch__request_number(const ch__request *r, const char *name, int64_t otherwise, int64_t least, int64_t most,
                       int64_t *out, ch_err *err)
{
    const char *text = ch__request_argument(r, name);
    int64_t value = 0;
    *out = otherwise;
    if (!text)
        return CH_OK;
    const char *p = text;
    for (; ch__is_digit((unsigned char)*p) && value <= most; p++)
        value = value * 10 + (*p - '0');
    if (*p || p == text || value < least || value > most)
        return ch__fail(err, CH_EUSAGE, "%s is a whole number from %lld to %lld, not '%.40s'", name, (long long)least,
                        (long long)most, text);
    *out = value;
    return CH_OK;
}

int ch__request_share(const ch__request *r, const char *name, double *out, ch_err *err)
{
    const char *text = ch__request_argument(r, name);
    char *end = NULL;
    *out = text ? strtod(text, &end) : 0;
    if (text && (!ch__is_digit((unsigned char)*text) || *end || *out > 1))
        return ch__fail(err, CH_EUSAGE, "%s is a number from 0 to 1, not '%.40s'", name, text);
    return CH_OK;
}

const char *ch__request_header(const ch__request *r, const char *name)
{
    return MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, name);
}

int ch__request_only(const ch__request *r, const char *const *names, ch_err *err)
{
    for (int i = 0; i < r->n_arguments; i++) {
        bool known = false;
        for (int k = 0; names[k]; k++)
            known |= strcmp(names[k], r->argument[i].name) == 0;
        if (!known)
            return ch__fail(err, CH_EUSAGE, "no such argument here: %.60s", r->argument[i].name);
    }
    return r->too_many ? ch__fail(err, CH_EUSAGE, "more than %d arguments", CH__DESK_MOST_ARGUMENTS) : CH_OK;
}

int ch__request_pair(const char *pair, char a[16], char b[16], ch_err *err)
{
    size_t n = strcspn(pair, ",");
    if (!n || n > 15 || !pair[n] || !pair[n + 1] || strlen(pair + n + 1) > 15 || strchr(pair + n + 1, ','))
        return ch__fail(err, CH_EUSAGE, "pair is two codes with a comma between: CHN,IRN");
    memcpy(a, pair, n);
    a[n] = 0;
    strcpy(b, pair + n + 1);
    return CH_OK;
}

int64_t ch__request_part_number(const ch__request *r, int part)
{
    const char *text = r->part[part];
    size_t n = strspn(text, "0123456789");
    return n && n < 10 && !text[n] ? strtoll(text, NULL, 10) : -1;
}

static int digit(char c)
{
    return ch__is_digit((unsigned char)c) ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* "%41b" gives 'A' and what follows; -1 for "%4" and "%zz". */
static int decoded(const char **at)
{
    const char *p = *at;
    int high = *p == '%' ? digit(p[1]) : -1, low = high < 0 ? -1 : digit(p[2]);
    *at = p + (*p == '%' ? 3 : 1);
    return *p != '%' ? (unsigned char)*p : low < 0 ? -1 : 16 * high + low;
}

bool ch__request_is_text(const char *address)
{
    ch__buf bytes = {0};
    bool good = true;
    while (*address && good) {
        int c = decoded(&address);
        good = c > 0;
        ch__buf_char(&bytes, (char)c);
    }
    good = good && !bytes.failed && ch__utf8_valid(bytes.p, bytes.n) == bytes.n;
    ch__buf_release(&bytes);
    return good;
}

json_t *ch__request_json(const ch__request *r, ch_err *err)
{
    if (!r->body.n) {
        ch__fail(err, CH_EUSAGE, "the body is empty; an object of JSON is wanted");
        return NULL;
    }
    json_t *root = ch__json_parse(r->body.p, r->body.n, err);
    if (root && !json_is_object(root)) {
        json_decref(root);
        ch__fail(err, CH_EFORMAT, "the body is not an object of JSON");
        return NULL;
    }
    return root;
}

#define _GNU_SOURCE
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <uchardet/uchardet.h>

#include "base/utf8.h"
#include "text/encoding.h"

enum { DETECT = 256 << 10, DECLARATION = 4096 };

/* Labels as browsers read them (WHATWG Encoding Standard, section 4.2), with the name for the record and iconv's name
 * for the decoder. What they call iso-8859-1, -9, -11 are the larger windows-1252, -1254, -874; gb2312 and gbk are
 * decoded as gb18030. */
static const struct {
    const char *labels; /* blank before and behind each */
    const char *name, *iconv;
} ENCODINGS[] = {
    {" utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 ", "UTF-8", "UTF-8"},
    {" windows-1252 ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 "
     "iso_8859-1 "
     "iso_8859-1:1987 l1 latin1 us-ascii x-cp1252 latin-1 ansi ",
     "WINDOWS-1252", "CP1252"},
    {" iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2 ", "ISO-8859-2",
     "ISO-8859-2"},
    {" iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 l3 latin3 ", "ISO-8859-3", "ISO-8859-3"},
    {" iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 l4 latin4 ", "ISO-8859-4", "ISO-8859-4"},
    {" iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 ", "ISO-8859-5", "ISO-8859-5"},
    {" iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i "
     "iso-ir-127 iso8859-6 "
     "iso88596 iso_8859-6 ",
     "ISO-8859-6", "ISO-8859-6"},
    {" iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
     "sun_eu_greek ",
     "ISO-8859-7", "ISO-8859-7"},
    {" iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 visual "
     "iso-8859-8-i "
     "csiso88598i logical ",
     "ISO-8859-8", "ISO-8859-8"},
    {" iso-8859-10 csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6 ", "ISO-8859-10", "ISO-8859-10"},
    {" iso-8859-13 iso8859-13 iso885913 ", "ISO-8859-13", "ISO-8859-13"},
    {" iso-8859-14 iso8859-14 iso885914 ", "ISO-8859-14", "ISO-8859-14"},
    {" iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9 ", "ISO-8859-15", "ISO-8859-15"},
    {" iso-8859-16 ", "ISO-8859-16", "ISO-8859-16"},
    {" windows-1254 cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 l5 latin5 x-cp1254 ",
     "WINDOWS-1254", "CP1254"},
    {" windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 ", "WINDOWS-874", "CP874"},
    {" windows-1250 cp1250 x-cp1250 ", "WINDOWS-1250", "CP1250"},
    {" windows-1251 cp1251 x-cp1251 ", "WINDOWS-1251", "CP1251"},
    {" windows-1253 cp1253 x-cp1253 ", "WINDOWS-1253", "CP1253"},
    {" windows-1255 cp1255 x-cp1255 ", "WINDOWS-1255", "CP1255"},
    {" windows-1256 cp1256 x-cp1256 ", "WINDOWS-1256", "CP1256"},
    {" windows-1257 cp1257 x-cp1257 ", "WINDOWS-1257", "CP1257"},
    {" windows-1258 cp1258 x-cp1258 ", "WINDOWS-1258", "CP1258"},
    {" ibm866 866 cp866 csibm866 ", "IBM866", "IBM866"},
    {" koi8-r cskoi8r koi koi8 koi8_r ", "KOI8-R", "KOI8-R"},
    {" koi8-u koi8-ru ", "KOI8-U", "KOI8-U"},
    {" macintosh csmacintosh mac x-mac-roman ", "MACINTOSH", "MACINTOSH"},
    {" x-mac-cyrillic x-mac-ukrainian mac-cyrillic ", "X-MAC-CYRILLIC", "MAC-CYRILLIC"},
    {" gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk euc-cn cp936 ", "GBK", "GB18030"},
    {" gb18030 ", "GB18030", "GB18030"},
    {" big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950 ", "BIG5", "BIG5-HKSCS"},
    {" euc-jp cseucpkdfmtjapanese x-euc-jp ", "EUC-JP", "EUC-JP-MS"},
    {" iso-2022-jp csiso2022jp ", "ISO-2022-JP", "ISO-2022-JP"},
    {" shift_jis csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis cp932 ", "SHIFT_JIS", "CP932"},
    {" euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cp949 "
     "uhc ",
     "EUC-KR", "CP949"},
    {" utf-16le utf-16 csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff ", "UTF-16LE", "UTF-16LE"},
    {" utf-16be unicodefffe ", "UTF-16BE", "UTF-16BE"},
    {" utf-32le utf-32 ", "UTF-32LE", "UTF-32LE"},
    {" utf-32be ", "UTF-32BE", "UTF-32BE"},
};

/* Index into ENCODINGS, or -1. */
static int encoding_of(ch__sv label)
{
    char wanted[48];
    label = ch__sv_trim(label);
    if (!label.n || label.n > sizeof wanted - 3)
        return -1;
    wanted[0] = ' ';
    for (size_t i = 0; i < label.n; i++) {
        if (ch__is_space((unsigned char)label.p[i]))
            return -1;
        wanted[i + 1] = ch__lower(label.p[i]);
    }
    wanted[label.n + 1] = ' ';
    for (size_t e = 0; e < sizeof ENCODINGS / sizeof *ENCODINGS; e++)
        if (ch__sv_find(ch__sv_of(ENCODINGS[e].labels), (ch__sv){wanted, label.n + 2}) != (size_t)-1)
            return (int)e;
    return -1;
}

bool ch__encoding_known(const char *label)
{
    return encoding_of(ch__sv_of(label)) >= 0;
}

const char *ch__bom(ch__sv in, size_t *length)
{
    static const struct {
        ch__sv mark;
        const char *name;
    } MARKS[] = {{{"\xEF\xBB\xBF", 3}, "UTF-8"},
                 {{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
                 {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
                 {{"\xFF\xFE", 2}, "UTF-16LE"},
                 {{"\xFE\xFF", 2}, "UTF-16BE"}};
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
        if (ch__sv_starts(in, MARKS[i].mark)) {
            *length = MARKS[i].mark.n;
            return MARKS[i].name;
        }
    *length = 0;
    return NULL;
}

const char *ch__unmarked_utf16(ch__sv in)
{
    size_t even = 0, odd = 0, pairs = (in.n < DECLARATION ? in.n : DECLARATION) / 2;
    for (size_t i = 0; i < pairs; i++) {
        even += in.p[2 * i] == 0;
        odd += in.p[2 * i + 1] == 0;
    }
    if (pairs < 4)
        return NULL;
    if (odd * 10 > pairs * 7 && even == 0)
        return "UTF-16LE";
    return even * 10 > pairs * 7 && odd == 0 ? "UTF-16BE" : NULL;
}

/* ---- what the document says of itself ---- */

static size_t find_nocase(ch__sv s, size_t from, const char *what)
{
    ch__sv w = ch__sv_of(what);
    for (size_t i = from; i + w.n <= s.n; i++)
        if (ch__sv_eq_nocase((ch__sv){s.p + i, w.n}, w))
            return i;
    return (size_t)-1;
}

/* The value behind NAME at s[at]: = "value", = 'value' or = value. */
static ch__sv value_behind(ch__sv s, size_t at)
{
    while (at < s.n && ch__is_space((unsigned char)s.p[at]))
        at++;
    if (at == s.n || s.p[at++] != '=')
        return (ch__sv){0};
    while (at < s.n && (ch__is_space((unsigned char)s.p[at]) || s.p[at] == '"' || s.p[at] == '\''))
        at++;
    size_t end = at;
    while (end < s.n && !strchr("\"'<>;/ \t\r\n?", s.p[end]))
        end++;
    return (ch__sv){s.p + at, end - at};
}

/* <?xml ... encoding="..."?>, then <meta charset=...> and <meta http-equiv content="...; charset=..."> outside
 * comments. */
static ch__sv declared(ch__sv in)
{
    ch__sv s = {in.p, in.n < DECLARATION ? in.n : DECLARATION};
    size_t at;
    if (ch__sv_starts(ch__sv_trim(s), CH__SV("<?xml"))) {
        size_t end = ch__sv_find(s, CH__SV("?>"));
        at = find_nocase((ch__sv){s.p, end == (size_t)-1 ? s.n : end}, 0, "encoding");
        ch__sv v = at == (size_t)-1 ? (ch__sv){0} : value_behind(s, at + 8);
        if (v.n)
            return v;
    }
    for (size_t i = 0; i < s.n; i++) {
        ch__sv rest = {s.p + i, s.n - i};
        if (ch__sv_starts(rest, CH__SV("<!--"))) {
            size_t end = ch__sv_find(rest, CH__SV("-->"));
            if (end == (size_t)-1)
                break;
            i += end;
        } else if (rest.n > 5 && ch__sv_eq_nocase((ch__sv){rest.p, 5}, CH__SV("<meta"))) {
            const char *gt = memchr(rest.p, '>', rest.n);
            ch__sv tag = {rest.p, gt ? (size_t)(gt - rest.p) : rest.n};
            at = find_nocase(tag, 0, "charset");
            ch__sv v = at == (size_t)-1 ? (ch__sv){0} : value_behind(tag, at + 7);
            if (v.n)
                return v;
        }
    }
    return (ch__sv){0};
}

/* ---- guessing ---- */

/* Valid sequences above ASCII and invalid bytes. */
static void count_utf8(ch__sv s, size_t *good, size_t *bad)
{
    *good = *bad = 0;
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = ch__utf8_next(s.p, s.n, &i);
        if (c == 0xFFFD && i == from + 1)
            ++*bad;
        else
            *good += c >= 0x80;
    }
}

static int guess(ch__sv in)
{
    int found = -1;
    uchardet_t u = uchardet_new();
    if (!u)
        return -1;
    if (uchardet_handle_data(u, in.p, in.n < DETECT ? in.n : DETECT) == 0) {
        uchardet_data_end(u);
        found = encoding_of(ch__sv_of(uchardet_get_charset(u)));
    }
    uchardet_delete(u);
    return found;
}

/* ---- which encoding ---- */

static int is(const char *label)
{
    return encoding_of(ch__sv_of(label));
}

static bool wide_name(const char *name)
{
    return !strncmp(name, "UTF-16", 6) || !strncmp(name, "UTF-32", 6);
}

/* Decides without looking at validity; -1: nothing says anything. */
static int stated(ch__sv in, const char *forced, const char *charset, bool markup, size_t *mark, const char **step)
{
    const char *bom = ch__bom(in, mark);
    int e = forced ? is(forced) : -1;
    *step = "option";
    if (e >= 0) {
        bool both_wide = bom && wide_name(bom) && wide_name(ENCODINGS[e].name);
        if (!both_wide && (!bom || is(bom) != e))
            *mark = 0;
        return both_wide ? is(bom) : e;
    }
    *step = "bom";
    if (bom)
        return is(bom);
    *step = "transport";
    e = charset ? is(charset) : -1;
    if (e >= 0)
        return e;
    *step = "declaration";
    e = markup ? encoding_of(declared(in)) : -1;
    /* a declaration that could be read as bytes cannot be true of UTF-16 (HTML standard, "prescan a byte stream") */
    if (e >= 0 && wide_name(ENCODINGS[e].name))
        e = ch__unmarked_utf16(in) ? e : is("utf-8");
    return e;
}

static int found(ch__sv in, const char **step)
{
    size_t good, bad;
    *step = "utf-8";
    if (ch__utf8_valid(in.p, in.n) == in.n && !memchr(in.p, 0, in.n))
        return is("utf-8");
    *step = "detected";
    const char *wide = ch__unmarked_utf16(in);
    if (wide)
        return is(wide);
    count_utf8(in, &good, &bad);
    if (bad &&
        good / 8 >= bad) { /* UTF-8 with a few damaged bytes: by chance sequences do not come out valid so often */
        *step = "utf-8";
        return is("utf-8");
    }
    int e = guess(in);
    *step = e >= 0 ? "detected" : "fallback";
    return e >= 0 ? e : is("windows-1252");
}

/* ---- conversion ---- */

static void note_bad(ch__decoded *how, size_t offset)
{
    if (how->replaced++ == 0)
        how->first_bad = offset;
}

static void add_replacement(ch__buf *out)
{
    ch__buf_add(out, "\xEF\xBF\xBD", 3);
}

static void repair_utf8(ch__sv in, ch__buf *out, ch__decoded *how)
{
    size_t i = 0;
    while (i < in.n) {
        size_t good = ch__utf8_valid(in.p + i, in.n - i);
        ch__buf_add(out, in.p + i, good);
        i += good;
        if (i == in.n)
            break;
        note_bad(how, i++);
        add_replacement(out);
    }
}

/* One call of iconv; false at the end. Input that ends inside a character counts as one bad byte. */
static bool convert_step(iconv_t cd, char **p, size_t *left, const char *start, ch__buf *out, ch__decoded *how)
{
    if (!ch__buf_reserve(out, *left * 2 + 64))
        return false;
    char *to = out->p + out->n;
    size_t room = out->cap - out->n - 1;
    size_t rc = iconv(cd, p, left, &to, &room);
    int why = errno;
    out->n = (size_t)(to - out->p);
    if (rc != (size_t)-1) {
        to = out->p + out->n;
        room = out->cap - out->n - 1;
        iconv(cd, NULL, NULL, &to, &room);
        out->n = (size_t)(to - out->p);
        return false;
    }
    if (why == E2BIG)
        return true;
    note_bad(how, (size_t)(*p - start));
    add_replacement(out);
    if (why == EINVAL || *left == 0)
        return false;
    ++*p;
    --*left;
    return *left > 0;
}

static int convert(const char *from, ch__sv in, ch__buf *out, ch__decoded *how, ch_err *err)
{
    iconv_t cd = iconv_open("UTF-8", from);
    if (cd == (iconv_t)-1)
        return ch__fail(err, CH_EFORMAT, "this system cannot convert from %s", from);
    char *p = (char *)(uintptr_t)in.p; /* iconv only reads it */
    size_t left = in.n;
    while (left && convert_step(cd, &p, &left, in.p, out, how))
        ;
    iconv_close(cd);
    return 0;
}

static size_t skip_ascii(const char *p, size_t i, size_t n)
{
    while (i + 8 <= n && ch__is_ascii(p + i, 8))
        i += 8;
    while (i < n && (unsigned char)p[i] < 0x80)
        i++;
    return i;
}

/* Composes out->p[from, n). An ASCII character never composes with what stands before it, so that the text falls into
 * stretches (one ASCII character and the others behind it) that can be composed one by one; nearly all of them are
 * composed already. */
static void compose(ch__buf *out, size_t from)
{
    ch__buf whole = {0}, part = {0};
    size_t copied = from, n = out->failed ? from : out->n;
    for (size_t i = from; i < n && (i = skip_ascii(out->p, i, n)) < n;) {
        size_t start = i > from ? i - 1 : i;
        while (i < n && (unsigned char)out->p[i] >= 0x80)
            i++;
        ch__buf_clear(&part);
        if (ch__nfc_quick(out->p + start, i - start) || !ch__nfc(out->p + start, i - start, &part) ||
            ch__sv_eq((ch__sv){part.p, part.n}, (ch__sv){out->p + start, i - start})) {
            out->failed |= part.failed;
            continue;
        }
        ch__buf_add(&whole, out->p + copied, start - copied);
        ch__buf_add(&whole, part.p, part.n);
        copied = i;
    }
    if (copied > from) {
        ch__buf_add(&whole, out->p + copied, n - copied);
        out->n = from;
        ch__buf_add(out, whole.p, whole.n);
    }
    out->failed |= whole.failed;
    ch__buf_release(&whole);
    ch__buf_release(&part);
}

int ch__decode(ch__arena *arena, ch__sv in, const char *forced, const char *charset, bool markup, ch__buf *out,
               ch__decoded *how, ch_err *err)
{
    (void)arena; /* names are static here */
    size_t mark = 0, from = out->n;
    *how = (ch__decoded){0};
    if (!in.p)
        in = CH__SV("");
    int e = stated(in, forced, charset, markup, &mark, &how->step);
    if (e < 0)
        e = found(in, &how->step);
    how->encoding = ENCODINGS[e].name;
    bool wide = wide_name(ENCODINGS[e].name);
    const char *nul = wide || !in.n ? NULL : memchr(in.p, 0, in.n);
    if (nul)
        return ch__fail_at(err, CH_EBINARY, NULL, 0, nul - in.p, "not text: a NUL byte");
    ch__sv rest = {in.p + mark, in.n - mark};
    int rc = 0;
    if (e == is("utf-8"))
        repair_utf8(rest, out, how);
    else
        rc = convert(ENCODINGS[e].iconv, rest, out, how, err);
    if (rc)
        return rc;
    if (wide && !out->failed && out->n > from && memchr(out->p + from, 0, out->n - from))
        return ch__fail_at(err, CH_EBINARY, NULL, 0, -1, "not text: holds U+0000");
    how->first_bad += how->replaced ? mark : 0;
    compose(out, from);
    return out->failed ? ch__fail(err, CH_ENOMEM, "out of memory") : 0;
}

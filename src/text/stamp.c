#include "base/date.h"
#include "text/source.h"

static size_t count_digits(ch__sv s, size_t from)
{
    size_t n = 0;
    while (from + n < s.n && ch__is_digit((unsigned char)s.p[from + n]))
        n++;
    return n;
}

static int number(ch__sv s, size_t from, size_t n)
{
    int v = 0;
    for (size_t i = from; i < from + n; i++)
        v = v * 10 + (s.p[i] - '0');
    return v;
}

static int settle(int y, int m, int d, char out[12])
{
    ch_date date = {(int16_t)y, (int8_t)m, (int8_t)d};
    if (m > 12 || d > 31 || !ch__date_valid(date))
        return -1;
    ch__date_iso(date, out);
    return 1;
}

/* 2025-05-04 and 2025/05/04 with anything that is no digit behind it ("T10:00Z", " 10:00", "+03:00"); 2025-05; 2025. */
static int iso(ch__sv s, char out[12])
{
    if (count_digits(s, 0) != 4)
        return 0;
    int y = number(s, 0, 4);
    if (s.n == 4)
        return settle(y, 0, 0, out);
    char sep = s.p[4];
    if ((sep != '-' && sep != '/') || count_digits(s, 5) != 2)
        return 0;
    int m = number(s, 5, 2);
    if (s.n == 7)
        return m ? settle(y, m, 0, out) : -1;
    if (s.p[7] != sep || count_digits(s, 8) != 2)
        return 0;
    int d = number(s, 8, 2);
    return m && d ? settle(y, m, d, out) : -1;
}

/* 20250504, 20250504T100000Z; seconds (10 digits) or milliseconds (13) since 1970. */
static int digits_only(ch__sv s, char out[12])
{
    size_t n = count_digits(s, 0);
    if (n == 8 && (s.n == 8 || s.p[8] == 'T')) {
        int y = number(s, 0, 4), m = number(s, 4, 2), d = number(s, 6, 2);
        return y >= 1000 && m && d ? settle(y, m, d, out) : -1;
    }
    if ((n != 10 && n != 13) || (n < s.n && s.p[n] != '.'))
        return 0;
    int64_t seconds = 0;
    for (size_t i = 0; i < 10; i++)
        seconds = seconds * 10 + (s.p[i] - '0');
    ch__date_iso(ch__date_from_days((int32_t)(seconds / 86400)), out);
    return 1;
}

/* The month names of the date grammar of RFC 5322, section 3.3: part of the protocol, the same in every language. */
static int protocol_month(ch__sv s)
{
    static const char NAMES[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (int m = 0; s.n >= 3 && m < 12; m++)
        if (ch__sv_eq_nocase((ch__sv){s.p, 3}, (ch__sv){NAMES + 3 * m, 3}))
            return m + 1;
    return 0;
}

/* RFC 822 and 5322 ("Mon, 08 Jul 2024 17:45:00 +0800", the weekday and the century may be absent), RFC 850
 * ("08-Jul-24"). */
static int rfc822(ch__sv s, char out[12])
{
    const char *comma = memchr(s.p, ',', s.n < 12 ? s.n : 12);
    size_t i = comma ? (size_t)(comma + 1 - s.p) : 0;
    while (i < s.n && s.p[i] == ' ')
        i++;
    size_t n = count_digits(s, i);
    if (n < 1 || n > 2 || i + n + 5 > s.n || (s.p[i + n] != ' ' && s.p[i + n] != '-'))
        return 0;
    int d = number(s, i, n);
    i += n + 1;
    int m = protocol_month((ch__sv){s.p + i, s.n - i});
    if (!m)
        return 0;
    while (i < s.n && ch__is_alpha((unsigned char)s.p[i]))
        i++;
    if (i < s.n && (s.p[i] == ' ' || s.p[i] == '-'))
        i++;
    n = count_digits(s, i);
    if (n != 2 && n != 4)
        return 0;
    int y = number(s, i, n);
    if (n == 2)
        y += y < 50 ? 2000 : 1900; /* RFC 5322, section 4.3 */
    return d ? settle(y, m, d, out) : -1;
}

int ch__stamp(ch__sv s, char out[12])
{
    s = ch__sv_trim(s);
    out[0] = 0;
    if (!s.n)
        return 0;
    int rc = iso(s, out);
    if (!rc)
        rc = digits_only(s, out);
    return rc ? rc : rfc822(s, out);
}

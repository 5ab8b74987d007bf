package wire

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// timeFormat is how one vendor spells instants.
type timeFormat struct {
	zone     *time.Location
	write    string
	read     []string
	unix     bool
	decimals int
	// impossible: days and hours that no calendar and no clock has are no time.
	impossible bool
}

// Zone sets the time zone of texts without one, and of all times read and
// written. The default, also for nil, is UTC.
func Zone(loc *time.Location) CodecOption {
	return func(c *Codec) {
		if loc == nil {
			loc = time.UTC
		}
		c.times.zone = loc
	}
}

// Layouts sets the layout of package time in which times are written, and
// further ones in which they are read. The first that fits counts. A fraction
// of a second is read with any layout that ends in seconds.
func Layouts(write string, read ...string) CodecOption {
	return func(c *Codec) {
		c.times.write, c.times.unix = write, false
		c.times.read = append([]string{write}, read...)
	}
}

// UnixSeconds makes times Unix seconds, read from an integer, a decimal string
// or a string with a fraction, and written as a decimal string with at most
// the given number of decimals (0 to 9), without trailing zeros. The read
// layouts set before it stay.
func UnixSeconds(decimals int) CodecOption {
	return func(c *Codec) {
		c.times.unix, c.times.decimals = true, min(max(decimals, 0), 9)
	}
}

// ImpossibleTimes reads a text that is spelled like a time, but names a day or an
// hour that no calendar or clock has (2026-02-30 10:00:00, 2026-11-00, 24:00:00),
// as no time, as it does the spellings that PHP and MySQL have for none. It is for
// vendors that hand out what is stored: one such row must not make a page
// unreadable. The default is to refuse them.
func ImpossibleTimes() CodecOption { return func(c *Codec) { c.times.impossible = true } }

// Location returns the zone of the codec.
func (c *Codec) Location() *time.Location { return c.times.zone }

// ParseTime reads a time as the vendor spells it. The empty text and zero
// dates such as 0000-00-00 are the zero time.
func (c *Codec) ParseTime(text string) (time.Time, error) {
	t, err := c.times.parse(strings.TrimSpace(text))
	if err != nil {
		return time.Time{}, &TypeError{Want: "time.Time", Got: "string", Reason: err.Error()}
	}
	return t, nil
}

// FormatTime writes a time in the vendor's zone and spelling; the zero time is
// the empty text.
func (c *Codec) FormatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return string(c.times.append(nil, t))
}

// readTime is the unmarshaler of time.Time, in any spelling of the codec.
func (c *Codec) readTime(dec *jsontext.Decoder) (t time.Time, err error) {
	raw, err := dec.ReadValue()
	if err != nil {
		return t, err
	}
	switch first := raw[0]; {
	case first == 'n' || first == 'f':
		return t, nil
	case first == '"':
		var scratch [64]byte
		text, _ := jsontext.AppendUnquote(scratch[:0], raw)
		t, err = c.times.parse(strings.TrimSpace(string(text)))
	case string(raw) == "0" || c.times.unix && (first == '-' || isDigit(first)):
		t, err = c.times.parseUnix(string(raw))
	default:
		err = notTime
	}
	if err != nil {
		return time.Time{}, refuse(raw[0], err)
	}
	return t, nil
}

// writeTime is the marshaler of time.Time. The zero time is null.
func (c *Codec) writeTime(enc *jsontext.Encoder, t time.Time) error {
	if t.IsZero() {
		return enc.WriteToken(jsontext.Null)
	}
	if y := t.In(c.times.zone).Year(); y < 1 || y > 9999 {
		return timeRange
	}
	var scratch [64]byte
	return enc.WriteToken(jsontext.String(string(c.times.append(scratch[:0], t))))
}

func (f *timeFormat) append(dst []byte, t time.Time) []byte {
	if !f.unix {
		return t.In(f.zone).AppendFormat(dst, f.write)
	}
	sec, nano := t.Unix(), int64(t.Nanosecond())
	for range 9 - f.decimals {
		nano /= 10
	}
	if sec < 0 && nano > 0 { // -1.5 s is kept as -2 s and 500 ms
		sec, nano = sec+1, int64(math.Pow10(f.decimals))-nano
		if sec == 0 {
			dst = append(dst, '-')
		}
	}
	dst = strconv.AppendInt(dst, sec, 10)
	if nano == 0 {
		return dst
	}
	digits := strconv.FormatInt(nano, 10)
	digits = strings.Repeat("0", f.decimals-len(digits)) + digits
	return append(append(dst, '.'), strings.TrimRight(digits, "0")...)
}

func (f *timeFormat) parse(text string) (time.Time, error) {
	if text == "" || text == "0" || strings.HasPrefix(text, "0000-00-00") || strings.HasPrefix(text, "00.00.0000") {
		return time.Time{}, nil
	}
	if f.unix {
		if t, err := f.parseUnix(text); err == nil || len(f.read) == 0 {
			return t, err
		}
	}
	if t, ok := parseDateTime(text, f.zone); ok && len(f.read) > 0 && f.read[0] == time.DateTime {
		return t, nil
	}
	for _, layout := range f.read {
		if t, err := time.ParseInLocation(layout, text, f.zone); err == nil {
			if f.impossible && t.Year() < 1 {
				return time.Time{}, nil
			}
			return t.In(f.zone), nil
		}
	}
	if f.impossible && f.spelledLikeTime(text) {
		return time.Time{}, nil
	}
	return time.Time{}, notTime
}

// spelledLikeTime reports whether text has the shape of a layout, so that only its
// numbers can be wrong, or is what PHP makes of the date 0000-00-00.
func (f *timeFormat) spelledLikeTime(text string) bool {
	if strings.HasPrefix(text, "-0001-11-30") || strings.HasPrefix(text, "30.11.-0001") {
		return true
	}
	for _, layout := range f.read {
		shaped := text
		if whole, frac, ok := strings.Cut(text, "."); ok && strings.HasSuffix(layout, "05") && len(whole) == len(layout) && onlyDigits(frac) {
			shaped = whole
		}
		if sameShape(layout, shaped) {
			return true
		}
	}
	return false
}

// sameShape reports whether text has digits where the layout has them, and else the
// same characters.
func sameShape(layout, text string) bool {
	if len(layout) != len(text) {
		return false
	}
	for i := range len(text) {
		if isDigit(layout[i]) != isDigit(text[i]) || !isDigit(layout[i]) && layout[i] != text[i] {
			return false
		}
	}
	return true
}

func onlyDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// parseDateTime reads exactly "2006-01-02 15:04:05": by far the commonest
// spelling, at a third of the cost of package time.
func parseDateTime(s string, zone *time.Location) (time.Time, bool) {
	if len(s) != len(time.DateTime) || s[4] != '-' || s[7] != '-' || s[10] != ' ' || s[13] != ':' || s[16] != ':' {
		return time.Time{}, false
	}
	ok := true
	num := func(from, to int) (n int) {
		for _, c := range []byte(s[from:to]) {
			ok = ok && isDigit(c)
			n = n*10 + int(c-'0')
		}
		return n
	}
	year, month, day := num(0, 4), num(5, 7), num(8, 10)
	hour, minute, sec := num(11, 13), num(14, 16), num(17, 19)
	if !ok || year == 0 || month < 1 || month > 12 || day < 1 || day > 28 || hour > 23 || minute > 59 || sec > 59 {
		return time.Time{}, false // days 29 to 31 are left to package time
	}
	return time.Date(year, time.Month(month), day, hour, minute, sec, 0, zone), true
}

// maxUnix is the last second of the year 9999.
const maxUnix = 253402300799

// parseUnix reads seconds with an optional fraction. Zero is the zero time:
// the vendors write it for "never".
func (f *timeFormat) parseUnix(text string) (time.Time, error) {
	whole, frac, _ := strings.Cut(text, ".")
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || sec > maxUnix || sec < -maxUnix {
		return time.Time{}, notTime
	}
	var nano int64
	for i := range 9 {
		nano *= 10
		if i < len(frac) {
			nano += int64(frac[i]) - '0'
		}
	}
	for i := range len(frac) {
		if !isDigit(frac[i]) {
			return time.Time{}, notTime
		}
	}
	if sec == 0 && nano == 0 {
		return time.Time{}, nil
	}
	if strings.HasPrefix(whole, "-") {
		nano = -nano
	}
	return time.Unix(sec, nano).In(f.zone), nil
}

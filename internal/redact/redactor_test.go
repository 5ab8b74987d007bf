package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// plainKey looks like most keys, oddKey is changed by every escaping.
const (
	plainKey = "k3yF0rTests0123456789abcdef"
	oddKey   = `p/s+w "<&'>\` + "\t=é😀%~"
)

// encodings write a text in the ways that are covered, by the standard library where it has them.
var encodings = map[string]func(string) string{
	"raw":          func(s string) string { return s },
	"query":        url.QueryEscape,
	"query lower":  func(s string) string { return lowerPercent(url.QueryEscape(s)) },
	"path":         url.PathEscape,
	"path lower":   func(s string) string { return lowerPercent(url.PathEscape(s)) },
	"json":         marshalled,
	"json plain":   plainJSON,
	"json php":     func(s string) string { return strings.ReplaceAll(asciiJSON(s), "/", `\/`) },
	"json python":  asciiJSON,
	"quoted":       func(s string) string { return unquoted(strconv.Quote(s)) },
	"quoted ascii": func(s string) string { return unquoted(strconv.QuoteToASCII(s)) },
	"html":         html.EscapeString,
	"xml": func(s string) string {
		var b strings.Builder
		_ = xml.EscapeText(&b, []byte(s))
		return b.String()
	},
	"query in json":       func(s string) string { return marshalled(url.QueryEscape(s)) },
	"json in query":       func(s string) string { return url.QueryEscape(marshalled(s)) },
	"json in quoted":      func(s string) string { return unquoted(strconv.Quote(marshalled(s))) },
	"base64":              func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"base64 raw":          func(s string) string { return base64.RawStdEncoding.EncodeToString([]byte(s)) },
	"base64 url":          func(s string) string { return base64.URLEncoding.EncodeToString([]byte(s)) },
	"base64 url raw":      func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
	"base64 in query":     func(s string) string { return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(s))) },
	"hex":                 func(s string) string { return fmt.Sprintf("%x", s) },
	"hex upper":           func(s string) string { return fmt.Sprintf("%X", s) },
	"bytes with %v":       func(s string) string { return fmt.Sprintf("%v", []byte(s)) },
	"bytes with %#v":      func(s string) string { return fmt.Sprintf("%#v", []byte(s)) },
	"basic authorization": func(s string) string { return base64.StdEncoding.EncodeToString([]byte("user:" + s)) },
}

func marshalled(s string) string {
	b, _ := json.Marshal(s)
	return unquoted(string(b))
}

func plainJSON(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s)
	return unquoted(strings.TrimSuffix(b.String(), "\n"))
}

// asciiJSON is what an encoder writes that escapes everything outside ASCII, but not for HTML.
func asciiJSON(s string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(plainJSON(s))) {
		if unit < 0x80 {
			b.WriteByte(byte(unit))
		} else {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

// secretIn fails if out, however decoded, shows key.
func secretIn(t *testing.T, key, form, out string) {
	t.Helper()
	assert.NotContains(t, out, key)
	assert.NotContains(t, out, form)
}

func TestString_EveryFormIsReplaced(t *testing.T) {
	for _, key := range []string{plainKey, oddKey, "abcd", "тайный ключ"} {
		r := New(key)
		for name, encode := range encodings {
			t.Run(name, func(t *testing.T) {
				form := encode(key)
				out := r.String("before " + form + " after")
				secretIn(t, key, form, out)
				assert.Contains(t, out, "REDACTED")
				assert.True(t, strings.HasPrefix(out, "before ") && strings.HasSuffix(out, " after"), out)
				assert.Equal(t, out, string(r.Bytes([]byte("before "+form+" after"))))
			})
		}
	}
}

func TestString_Base64AtEveryPlaceInALongerText(t *testing.T) {
	for _, key := range []string{plainKey, oddKey, "abcd"} {
		r := New(key)
		for before := range 7 {
			for after := range 4 {
				text := strings.Repeat("x", before) + key + strings.Repeat("y", after)
				for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding} {
					out := r.String(enc.EncodeToString([]byte(text)))
					assert.Contains(t, out, "REDACTED")
					assert.False(t, r.Contains(out))
				}
			}
		}
	}
}

func TestString_Exact(t *testing.T) {
	tests := []struct {
		name    string
		secrets []string
		in, out string
	}{
		{"no secrets known", nil, plainKey, plainKey},
		{"empty", []string{plainKey}, "", ""},
		{"alone", []string{plainKey}, plainKey, "REDACTED"},
		{"twice", []string{plainKey}, plainKey + plainKey, "REDACTEDREDACTED"},
		{"longest first", []string{"token", "token-of-session"}, "token-of-session, token", "REDACTED, REDACTED"},
		{"longest first, added the other way", []string{"token-of-session", "token"}, "token-of-session, token", "REDACTED, REDACTED"},
		{"another case is another text", []string{"token"}, "Token", "Token"},
		{"part only", []string{"token"}, "toke", "toke"},
		{"overlapping", []string{"abcde", "defgh"}, "abcdefgh", "REDACTEDfgh"},
		{"text after the mask would continue it", []string{"Dawn"}, "Dawnawn", "REDACTED*awn"},
		{"text before the mask would begin it", []string{"fooR"}, "foofooR", "foo*REDACTED"},
		{"masks would form it", []string{"EDRE"}, "EDREEDRE", "REDACTED*REDACTED"},
		{"secret inside the mask", []string{"DACT"}, "a DACT b", "a ******** b"},
		{"mask inside the secret", []string{"xREDACTEDy"}, "xxREDACTEDyy", "x*REDACTEDy"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := New(test.secrets...)
			assert.Equal(t, test.out, r.String(test.in))
			assert.Equal(t, test.out, string(r.Bytes([]byte(test.in))))
			assert.False(t, r.Contains(test.out) && len(test.secrets) > 0)
		})
	}
}

func TestAdd_ShortSecretsAreRefused(t *testing.T) {
	var r Redactor
	for _, s := range []string{"", "a", "abc"} {
		assert.False(t, r.Add(s))
	}
	assert.Equal(t, "abc", r.String("abc"))
	assert.True(t, r.Add("abcd"))
	assert.True(t, r.Add("abcd"), "known already")
	assert.Equal(t, "REDACTED", r.String("abcd"))
}

func TestAdd_ForgetsOldTokensButNotTheFirst(t *testing.T) {
	r := New()
	token := func(i int) string { return fmt.Sprintf("token-%04d", i) }
	for i := range maxSecrets + 10 {
		r.Add(token(i))
	}
	assert.True(t, r.Contains(token(0)))
	assert.True(t, r.Contains(token(firstSecrets-1)))
	assert.False(t, r.Contains(token(firstSecrets)))
	assert.False(t, r.Contains(token(firstSecrets+9)))
	assert.True(t, r.Contains(token(firstSecrets+10)))
	assert.True(t, r.Contains(token(maxSecrets+9)))
}

func TestNilRedactor(t *testing.T) {
	var r *Redactor
	assert.Equal(t, "text", r.String("text"))
	assert.Equal(t, []byte("text"), r.Bytes([]byte("text")))
	assert.False(t, r.Contains("text"))
	assert.EqualError(t, r.Error(errors.New("text")), "text")
	assert.Equal(t, "https://example.com/", r.URL(&url.URL{Scheme: "https", Host: "example.com", Path: "/"}))
	var out bytes.Buffer
	_, err := r.Writer(&out).Write([]byte("text"))
	require.NoError(t, err)
	assert.Equal(t, "text", out.String())
}

func TestRedactor_DoesNotShowItsSecrets(t *testing.T) {
	r := New(plainKey)
	holder := struct{ R *Redactor }{r}
	text, _ := json.Marshal(holder)
	var logged bytes.Buffer
	slog.New(slog.NewTextHandler(&logged, nil)).Info("m", "r", r)
	for _, out := range []string{fmt.Sprintf("%v %+v %#v", r, r, r), fmt.Sprintf("%+v %#v", holder, holder), string(text), logged.String()} {
		secretIn(t, plainKey, plainKey, out)
	}
}

func TestBytes_UnchangedInputIsNotCopied(t *testing.T) {
	r := New(plainKey, oddKey)
	in := bytes.Repeat([]byte(`{"id":1,"name":"Ann"}`), 100)
	out := r.Bytes(in)
	assert.Same(t, &in[0], &out[0])
	text := string(in)
	assert.Zero(t, testing.AllocsPerRun(100, func() { r.Bytes(in); _ = r.String(text) }))

	with := []byte("x" + plainKey)
	assert.Equal(t, "xREDACTED", string(r.Bytes(with)))
	assert.Equal(t, "x"+plainKey, string(with), "the input is the caller's")
}

func TestHeader(t *testing.T) {
	r := New(plainKey)
	lower := strings.ToLower("Apikey") // set without canonicalising, as LiveAgent's documentation spells it
	h := http.Header{
		"Authorization": {"Bearer unknown"},
		"Cookie":        {"a=1"},
		lower:           {"unknown", "two"},
		"X-Trace":       {"id " + plainKey, "id 2"},
		"Accept":        nil,
	}
	out := r.Header(h)
	assert.Equal(t, []string{"REDACTED"}, out["Authorization"])
	assert.Equal(t, []string{"REDACTED"}, out["Cookie"])
	assert.Equal(t, []string{"REDACTED", "REDACTED"}, out[lower])
	assert.Equal(t, []string{"id REDACTED", "id 2"}, out["X-Trace"])
	assert.Equal(t, "id "+plainKey, h.Get("X-Trace"), "the input is the caller's")
	assert.Nil(t, r.Header(nil))
	for _, name := range []string{"authorization", "SET-COOKIE", "Proxy-Authorization", "ApiKey", "x-api-key"} {
		assert.True(t, Sensitive(name), name)
	}
	assert.False(t, Sensitive("Accept"))
	assert.NotContains(t, New("DACT").Header(http.Header{"Cookie": {"a"}}).Get("Cookie"), "DACT")
}

func TestURL(t *testing.T) {
	r := New(plainKey)
	tests := []struct{ in, out string }{
		{"https://example.com/a/b", "https://example.com/a/b"},
		{"https://user:pass@example.com/a", "https://example.com/a"},
		{"https://example.com/a?page=2&name=Ann#frag", "https://example.com/a?page=REDACTED&name=REDACTED"},
		{"https://example.com/a?apikey=" + plainKey, "https://example.com/a?apikey=REDACTED"},
		{"https://example.com/a?" + plainKey, "https://example.com/a?REDACTED"},
		{"https://example.com/a?%6b" + plainKey[1:] + "=1", "https://example.com/a?REDACTED=REDACTED"},
		{"https://example.com/" + plainKey + "/x", "https://example.com/REDACTED/x"},
		{"https://example.com/%6b" + plainKey[1:] + "/x", "https://example.com/REDACTED/x"},
		{"https://" + plainKey + ".example.com/", "https://REDACTED.example.com/"},
		{"user:pass@example.com", "user:example.com"},
	}
	for _, test := range tests {
		u, err := url.Parse(test.in)
		require.NoError(t, err)
		assert.Equal(t, test.out, r.URL(u))
	}
	assert.Empty(t, r.URL(nil))
}

func TestRedactor_Concurrent(t *testing.T) {
	r := New(plainKey)
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 20 {
				r.Add(fmt.Sprintf("token-%d-%d", g, i))
			}
		})
		wg.Go(func() {
			for range 200 {
				assert.Equal(t, "REDACTED", r.String(plainKey))
				assert.EqualError(t, r.Error(errors.New(plainKey)), "REDACTED")
			}
		})
	}
	wg.Wait()
	assert.Equal(t, "REDACTED", r.String("token-3-19"))
}

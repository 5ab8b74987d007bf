package redact

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzRedactor writes a secret in any covered encoding into any text, also encoded together with that text, and
// demands that no form of it is left by any of the ways out.
func FuzzRedactor(f *testing.F) {
	f.Add("before ", plainKey, " after", uint8(0), uint8(3))
	f.Add("", oddKey, "", uint8(7), uint8(0))
	f.Add("a", "aaaa", "aaa", uint8(0), uint8(1))
	f.Add("x", "Dawn", "awn", uint8(1), uint8(2))
	f.Add("foo", "fooR", "", uint8(2), uint8(4))
	f.Add("RE", "EDRE", "EDREDACTED", uint8(3), uint8(9))
	f.Add("user:", "pass/w+rd==", "\n", uint8(11), uint8(5))
	names := slices.Sorted(maps.Keys(encodings))

	f.Fuzz(func(t *testing.T, prefix, secret, suffix string, encoding, cut uint8) {
		if len(secret) < MinLength || len(secret) > 64 || len(prefix)+len(suffix) > 1<<12 || !utf8.ValidString(secret) {
			return
		}
		name := names[int(encoding)%len(names)]
		encode := encodings[name]
		r := New(secret)
		form := encode(secret)
		together := encode(prefix + secret + suffix)
		for _, text := range []string{prefix + form + suffix, together, form + form, encode(prefix) + form + encode(suffix)} {
			out := r.String(text)
			if r.Contains(out) || strings.Contains(out, secret) {
				t.Fatalf("%s: %q became %q, which still shows %q", name, text, out, secret)
			}
			if out == text {
				t.Fatalf("%s: %q was not redacted of %q", name, text, secret)
			}
			if again := string(r.Bytes([]byte(text))); again != out {
				t.Fatalf("Bytes: %q, String: %q", again, out)
			}
			var b bytes.Buffer
			w := r.Writer(&b)
			at := int(cut) % (len(text) + 1)
			_, _ = w.Write([]byte(text[:at]))
			_, _ = w.Write([]byte(text[at:]))
			_ = w.Flush()
			if b.String() != out {
				t.Fatalf("Writer, cut at %d: %q, String: %q", at, b.String(), out)
			}
			err := r.Error(errors.New(text))
			for sink, show := range sinks {
				if sink == "Error" || sink == "%v" || sink == "%+v" {
					if shown := show(err); shown != out {
						t.Fatalf("%s shows %q, not %q", sink, shown, out)
					}
				}
			}
		}
	})
}

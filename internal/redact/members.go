package redact

import (
	"bytes"
	"regexp"
)

// secretNames end the names of members whose values are credentials of somebody else,
// such as the password of a telephone line or an agent's login token: there are too
// many of them to be known by value.
const secretNames = `[A-Za-z_]*(?:password|authtoken)`

var (
	inJSON = regexp.MustCompile(`("` + secretNames + `"\s*:\s*)(?:"(?:[^"\\]|\\.)+"?|-?[0-9][0-9.eE+-]*)`)
	inForm = regexp.MustCompile(`((?:^|[&?])[^=&\s]*` + secretNames + `(?:\]|%5[Dd])*=)[^&\s]+`)
	inXML  = regexp.MustCompile(`(<(?:\w+:)?` + secretNames + `(?:\s[^>]*)?>)(?:\s*<!\[CDATA\[(?:[^\]]|\][^\]])*\]*>?|[^<])+`)
)

// Body is [Redactor.Bytes] for the body of a message, which may have been cut: the
// values of members that hold credentials by their names are REDACTED as well, in
// JSON, XML and forms.
func (r *Redactor) Body(b []byte) []byte {
	b = r.Bytes(b)
	if !bytes.Contains(b, []byte("password")) && !bytes.Contains(b, []byte("authtoken")) {
		return b
	}
	shown := r.mask()
	b = inJSON.ReplaceAll(b, []byte(`${1}"`+shown+`"`))
	b = inForm.ReplaceAll(b, []byte(`${1}`+shown))
	return inXML.ReplaceAll(b, []byte(`${1}`+shown))
}

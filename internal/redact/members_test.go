package redact

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBody_MasksWhatIsSecretByItsName(t *testing.T) {
	for name, tc := range map[string]struct{ body, want string }{
		"JSON":            {`{"login":"x","password":"hunter2","id":7}`, `{"login":"x","password":"REDACTED","id":7}`},
		"JSON, spaced":    {"{\"operator_password\" : \n \"a\\\"b\\\\\",\"n\":1}", "{\"operator_password\" : \n \"REDACTED\",\"n\":1}"},
		"JSON, number":    {`[{"authtoken":12345},{"authtoken":-1.5e3}]`, `[{"authtoken":"REDACTED"},{"authtoken":"REDACTED"}]`},
		"JSON, nothing":   {`{"password":"","authtoken":null}`, `{"password":"","authtoken":null}`},
		"JSON, cut":       {`{"id":1,"password":"hunt`, `{"id":1,"password":"REDACTED`},
		"JSON, cut early": {`{"id":1,"password":"a\`, `{"id":1,"password":"REDACTED`},
		"a text of it":    {`{"message":"your password is wrong"}`, `{"message":"your password is wrong"}`},
		"a name with it":  {`{"password_changed":"yes"}`, `{"password_changed":"yes"}`},
		"JSON, words":     {`{"password":true,"authtoken":false}`, `{"password":true,"authtoken":false}`},
		"JSON, no value":  {`{"password":`, `{"password":`},
		"a name alone":    {`the password`, `the password`},
		"a quoted word":   {`{"field":"password","code":"x"}`, `{"field":"password","code":"x"}`},
		"two in a row":    {`{"password":"a b","authtoken":"c d"}`, `{"password":"REDACTED","authtoken":"REDACTED"}`},
		"form":            {`email=a%40example.com&password=hunter2&name=x`, `email=a%40example.com&password=REDACTED&name=x`},
		"form, first":     {`password=hunter2`, `password=REDACTED`},
		"form, nested":    {`user%5Bpassword%5D=a%20b&user[authtoken]=c`, `user%5Bpassword%5D=REDACTED&user[authtoken]=REDACTED`},
		"form, nothing":   {`password=&x=1`, `password=&x=1`},
		"XML":             {`<agent><authtoken>abc</authtoken><id>7</id></agent>`, `<agent><authtoken>REDACTED</authtoken><id>7</id></agent>`},
		"XML, more":       {`<a:password><![CDATA[a]b>c]]></a:password>`, `<a:password>REDACTED</a:password>`},
		"XML, cut":        {`<password>hunt`, `<password>REDACTED`},
		"XML, cut data":   {`<password><![CDATA[hunt`, `<password>REDACTED`},
		"XML, a sentence": {`<p>a password > 8</p>`, `<p>a password > 8</p>`},
		"XML, empty":      {`<password></password><password/>`, `<password></password><password/>`},
		"known too":       {`{"key":"known-secret","password":"known-secret"}`, `{"key":"REDACTED","password":"REDACTED"}`},
	} {
		t.Run(name, func(t *testing.T) {
			given := strings.Clone(tc.body)
			assert.Equal(t, tc.want, string(New("known-secret").Body([]byte(tc.body))))
			assert.Equal(t, given, tc.body)
		})
	}
	var none *Redactor
	assert.Equal(t, `{"password":"REDACTED"}`, string(none.Body([]byte(`{"password":"x"}`))))
}

// A value that the mask has replaced does not come back, whatever surrounds it.
func FuzzBody(f *testing.F) {
	f.Add("a", "b", `hunter2"x`)
	f.Add(`{"password":"`, `"}`, "hunter2")
	f.Fuzz(func(t *testing.T, before, after, value string) {
		if strings.ContainsAny(value, "\"\\&<> \t\r\n\f\v=[]?%") || len(value) < 4 || strings.Contains(before+after+"passwordauthtokenREDACTED", value) {
			return
		}
		for _, body := range []string{
			`{"x":1,"password":"` + value + `"}`, `a=1&password=` + value + `&b=2`, `<r><authtoken>` + value + `</authtoken></r>`,
		} {
			assert.NotContains(t, string(new(Redactor).Body([]byte(before+"\n"+body+after))), value)
		}
	})
}

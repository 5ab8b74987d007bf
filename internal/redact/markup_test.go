package redact

import (
	"encoding/xml"
	"html"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Every character, valid or not, is escaped as the encoders of the standard library do.
func TestMarkup_EscapesAsTheEncodersDo(t *testing.T) {
	var all strings.Builder
	for c := range rune(0x11000) {
		all.WriteRune(c)
	}
	all.WriteString("\xff\xc3 end")
	var want strings.Builder
	assert.NoError(t, xml.EscapeText(&want, []byte(all.String())))
	assert.True(t, want.String() == markups[5].escape(all.String()), "encoding/xml")
	assert.True(t, html.EscapeString(all.String()) == markups[1].escape(all.String()), "html")
}

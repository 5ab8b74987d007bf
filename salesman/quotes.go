package salesman

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// checkSQL refuses a quote or a backslash in a text that the server puts into its
// SQL as it is: the one would end the text there, and the other take the end away.
// It is for those parameters only; the others may have both.
func (c *Client) checkSQL(op *transport.Operation, name, text string) error {
	if strings.ContainsAny(text, `'\`) {
		return c.core.InvalidArgument(op, name, "has a quote or a backslash, which would reach the server's SQL as it is")
	}
	return nil
}

// uidLength is how many characters the server keeps of an id of another system.
const uidLength = 30

// checkUID refuses an id of another system that the server would cut or rewrite: the
// record could not be found by it, and would be created again.
func (c *Client) checkUID(op *transport.Operation, name, uid string) error {
	switch {
	case utf8.RuneCountInString(uid) > uidLength:
		return c.core.InvalidArgument(op, name, "is longer than %d characters, of which the server would drop the rest", uidLength)
	case strings.TrimSpace(uid) != uid, strings.ContainsAny(uid, "<>\"«»"), strings.Contains(uid, "&laquo;"), strings.Contains(uid, "&raquo;"),
		strings.ContainsFunc(uid, func(r rune) bool { return r > 0xFFFF }):
		return c.core.InvalidArgument(op, name, "has a quote, bracket, emoji or outer space, which the server would rewrite")
	}
	return nil
}

// formQuotes is what a server makes of quotes in form mode; in JSON mode it stores
// them as they are.
var formQuotes = strings.NewReplacer(`"`, "”", "'", "&acute;")

// sameText reports whether the server shows what a write would send. In form mode
// that is also what it makes of the text there.
func (c *Client) sameText(shown, sent string) bool {
	return shown == sent || c.form && shown == formQuotes.Replace(strings.TrimSpace(sent))
}

// textDiffers reports whether a text is set, and another than the one that is shown;
// null is the empty text.
func (c *Client) textDiffers(change frontdesk.Opt[string], shown string) bool {
	return !change.IsZero() && !c.sameText(shown, change.Or(""))
}

// setText puts a change into a text: absent leaves it, and so does what the server
// would store as the text that is there; null empties it.
func (c *Client) setText(into *string, change frontdesk.Opt[string]) {
	if c.textDiffers(change, *into) {
		*into = change.Or("")
	}
}

// quoted are the characters that the server drops from titles and the like.
var quoted = strings.NewReplacer(`"`, "", "'", "", "`", "", `\`, "", "«", "", "»", "", "&laquo;", "", "&raquo;", "")

// setBareText is setText for a text from which the server drops all quotes.
func (c *Client) setBareText(into *string, change frontdesk.Opt[string]) {
	if *into != quoted.Replace(strings.TrimSpace(change.Or(""))) {
		c.setText(into, change)
	}
}

// setOptText is setText for a text that is cleared by "", which leaves one alone that
// is empty anyway.
func (c *Client) setOptText(into *frontdesk.Opt[string], change frontdesk.Opt[string]) {
	if c.textDiffers(change, into.Or("")) {
		*into = frontdesk.Some(change.Or(""))
	}
}

// leavesTitle reports whether anything is left of a title without tags and quotes.
func leavesTitle(title string) bool {
	tag := false
	for i, r := range title {
		switch {
		case r == '<':
			tag = tag || !strings.HasPrefix(title[i+1:], " ") // PHP takes a lone < for text
		case r == '>':
			tag = false
		case !tag && !unicode.IsSpace(r) && !strings.ContainsRune("\"'`\\«»", r):
			return true
		}
	}
	return false
}

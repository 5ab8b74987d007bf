package salesman

import (
	"strings"
	"unicode"

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

package transport

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/frontdesk-go/frontdesk"
)

const maxRedirects = 5

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

func redirectError(format string, args ...any) *frontdesk.Error {
	return &frontdesk.Error{Kind: frontdesk.KindRedirect, Sent: frontdesk.SentYes, Message: fmt.Sprintf(format, args...)}
}

// redirect returns the next address, or why it is refused: reads follow within
// the origin (scheme, host and port), writes never, and a POST only where it
// stays one.
func (c *call) redirect(resp *http.Response) (*url.URL, *frontdesk.Error) {
	status := resp.StatusCode
	if c.class.Writes() {
		return nil, c.fail(redirectError("a write was redirected"))
	}
	if c.req.Op.Method != http.MethodGet && status != http.StatusTemporaryRedirect && status != http.StatusPermanentRedirect {
		return nil, c.fail(redirectError("HTTP %d would turn a POST into a GET", status))
	}
	location, err := c.url.Parse(resp.Header.Get("Location"))
	if err != nil || resp.Header.Get("Location") == "" {
		return nil, c.fail(redirectError("HTTP %d without a usable Location", status))
	}
	if !sameOrigin(location, &c.core.base) || location.User != nil {
		return nil, c.fail(redirectError("HTTP %d leads to another origin, %s", status, origin(location)))
	}
	location.Fragment = ""
	return location, nil
}

func sameOrigin(a, b *url.URL) bool { return origin(a) == origin(b) }

func origin(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Scheme + "://" + strings.ToLower(u.Hostname()) + ":" + port
}

// mediaType is a Content-Type without its parameters.
func mediaType(contentType string) string {
	media, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(media))
}

package frontdesk

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/frontdesk-go/frontdesk/internal/settings"
)

// WithHeader adds a header to each request. Headers that carry the credential or
// the framing cannot be set.
func WithHeader(key, value string) Option {
	return func(s *settings.Settings) {
		if err := checkHeader(key, value); err != nil {
			s.Fail(err)
			return
		}
		if s.Header == nil {
			s.Header = make(http.Header)
		}
		s.Header.Add(key, value)
	}
}

// WithUserAgent puts your product before ours in the User-Agent header, such as
// "billing/1.4".
func WithUserAgent(product string) Option {
	return func(s *settings.Settings) {
		if err := checkHeader("User-Agent", product); err != nil {
			s.Fail(err)
			return
		}
		s.UserAgent = product
	}
}

// reserved are the headers that the transport or a vendor's signature owns.
var reserved = [...]string{
	"Authorization", "Apikey", "Login", "Cookie", "Host",
	"Content-Length", "Content-Type", "Transfer-Encoding", "Connection",
	"Accept-Encoding", "Te", "Trailer", "Upgrade", "Referer",
	"Proxy-Authorization",
}

func checkHeader(key, value string) error {
	for _, own := range reserved {
		if http.CanonicalHeaderKey(key) == own {
			return fmt.Errorf("header %s cannot be set", key)
		}
	}
	if key == "" || strings.ContainsFunc(key, func(r rune) bool { return !tokenRune(r) }) {
		return fmt.Errorf("header name %q is not a token", key)
	}
	if strings.ContainsAny(value, "\r\n\x00") {
		return fmt.Errorf("header %s: value contains a line break", key)
	}
	if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
		return fmt.Errorf("header %s: value contains a control character", key)
	}
	return nil
}

func tokenRune(r rune) bool {
	return r > 0x20 && r < 0x7f && !strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
}

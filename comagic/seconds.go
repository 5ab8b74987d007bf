package comagic

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// Seconds is a duration in whole seconds that the vendor writes as a number or as
// HH:MM:SS. Columns that the vendor documents as texts stay texts; [ParseSeconds]
// reads them.
type Seconds int64

// Duration returns the seconds as a duration.
func (s Seconds) Duration() time.Duration { return time.Duration(s) * time.Second }

// ParseSeconds reads a duration as the vendor's texts have it: HH:MM:SS, MM:SS, or a
// number of seconds. The empty text, as which null is read, is 0; anything else is an
// error.
func ParseSeconds(text string) (Seconds, error) {
	if text == "" {
		return 0, nil
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return Seconds(n), nil
	}
	var s Seconds
	parts := strings.Split(text, ":")
	for _, part := range parts {
		n, err := strconv.ParseUint(part, 10, 31)
		if err != nil || len(parts) > 3 {
			return 0, fmt.Errorf("%.20q is no duration", text)
		}
		s = s*60 + Seconds(n)
	}
	return s, nil
}

// UnmarshalJSONFrom reads a number, also in quotes, and HH:MM:SS; null and an empty
// text are 0.
func (s *Seconds) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	*s = 0
	if wire.Blank(raw) || string(raw) == `""` {
		return nil
	}
	if n, ok := wire.Int(raw); ok {
		*s = Seconds(n)
		return nil
	}
	text := wire.Text(raw)
	if text == "" { // an object or a list
		return fmt.Errorf("%.20s is no duration", raw)
	}
	*s, err = ParseSeconds(text)
	return err
}

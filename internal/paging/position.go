package paging

import (
	"slices"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
)

// TakePosition takes [frontdesk.WithPosition] out of the options of an iterator,
// which are resolved in set: it returns what writes positions, nil if nobody asks
// for them, and the options for the calls that read the pages. In any other call
// the option that is left fails.
func TakePosition(set *settings.Settings, opts []frontdesk.Option) (write func(frontdesk.Cursor), rest []frontdesk.Option) {
	if set == nil {
		return nil, opts
	}
	at, _ := settings.Get[*frontdesk.Cursor](set)
	if at == nil {
		return nil, opts
	}
	settings.Put[*frontdesk.Cursor](set, nil)
	return func(c frontdesk.Cursor) { *at = c }, append(slices.Clip(opts), frontdesk.WithPosition(nil))
}

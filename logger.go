package frontdesk

import (
	"context"
	"log/slog"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/settings"
)

// WithLogger logs each call at debug level, retries at info and refusals at
// warn; redacted. Default: nothing is logged. Nil turns it off.
func WithLogger(l *slog.Logger) Option {
	return func(s *settings.Settings) {
		s.Logger, s.LoggerSet = nil, true
		if l != nil {
			s.Logger = logger{l}
		}
	}
}

// logger writes what the transport tells it. The option alone refers to it: slog's
// handlers, and encoding/json with them, are linked only into programs that log.
type logger struct{ to *slog.Logger }

// LogsCalls reports whether LogCall would write anything.
func (l logger) LogsCalls(ctx context.Context) bool { return l.to.Enabled(ctx, slog.LevelDebug) }

// LogCall writes how a call ended.
func (l logger) LogCall(ctx context.Context, r Result) {
	attrs := []slog.Attr{
		slog.String("vendor", r.Vendor), slog.String("operation", r.Operation),
		slog.String("method", r.Method), slog.String("url", r.URL),
		slog.Int("status", r.StatusCode), slog.Int("attempts", r.Attempts),
		slog.Duration("waited", r.Waited), slog.Duration("duration", r.Duration),
	}
	if r.Err != nil {
		attrs = append(attrs, slog.Any("error", r.Err))
	}
	l.to.LogAttrs(ctx, slog.LevelDebug, "frontdesk: call", attrs...)
}

// LogRetry writes why a call is repeated.
func (l logger) LogRetry(ctx context.Context, err *Error, attempt int, wait time.Duration, refused bool) {
	level := slog.LevelInfo
	if refused {
		level = slog.LevelWarn
	}
	l.to.LogAttrs(ctx, level, "frontdesk: repeating a call",
		slog.Any("error", err), slog.Int("attempt", attempt), slog.Duration("wait", wait), slog.Bool("refused", refused))
}

// LogTrailing writes that text behind a complete reply was dropped.
func (l logger) LogTrailing(ctx context.Context, operation string, bytes int) {
	l.to.LogAttrs(ctx, slog.LevelWarn, "frontdesk: text behind a complete reply was dropped",
		slog.String("operation", operation), slog.Int("bytes", bytes))
}

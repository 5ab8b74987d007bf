// Package observe turns the hooks of frontdesk's clients into OpenTelemetry traces and
// Prometheus metrics. What hooks are given is redacted, so no credential can reach a
// span or a label, also of vendors whose key travels in the URL. (An instrumented
// http.Transport sees the signed request; do not use one with these clients.)
//
//	metrics, err := observe.NewMetrics(prometheus.DefaultRegisterer)
//	hooks := frontdesk.WithHooks(observe.Combine(observe.Tracing(otel.GetTracerProvider()), metrics.Hooks()))
//	hc, err := helpcrunch.New(key, hooks)
//	metrics.Watch("helpcrunch", hc)
package observe

import (
	"context"
	"slices"

	"github.com/frontdesk-go/frontdesk"
)

// Combine makes one set of hooks of several; a client has one. Start, Attempt, Retry
// and Limit are called in the order given, each with the context that the one before
// returned; AttemptEnd and End in the reverse order, as deferred calls are. A hook that
// nobody has stays nil and costs nothing.
func Combine(sets ...frontdesk.Hooks) frontdesk.Hooks {
	var all frontdesk.Hooks
	for _, h := range sets {
		all.Start = chain(all.Start, h.Start)
		all.Attempt = chain(all.Attempt, h.Attempt)
		all.Retry = both(all.Retry, h.Retry)
		if first, second := all.Limit, h.Limit; first == nil {
			all.Limit = second
		} else if second != nil {
			all.Limit = func(state frontdesk.LimitState) { first(state); second(state) }
		}
	}
	for _, h := range slices.Backward(sets) {
		all.AttemptEnd = both(all.AttemptEnd, h.AttemptEnd)
		all.End = both(all.End, h.End)
	}
	return all
}

// chain passes the context on; a hook may return none.
func chain[T any](first, second func(context.Context, T) context.Context) func(context.Context, T) context.Context {
	switch {
	case first == nil:
		return second
	case second == nil:
		return first
	}
	return func(ctx context.Context, value T) context.Context {
		for _, hook := range []func(context.Context, T) context.Context{first, second} {
			if next := hook(ctx, value); next != nil {
				ctx = next
			}
		}
		return ctx
	}
}

func both[T any](first, second func(context.Context, T)) func(context.Context, T) {
	switch {
	case first == nil:
		return second
	case second == nil:
		return first
	}
	return func(ctx context.Context, value T) { first(ctx, value); second(ctx, value) }
}

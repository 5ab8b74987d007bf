package observe_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/examples/observability/observe"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

type pathKey struct{}

// noting are hooks that note their calls, and what the context went through before.
func noting(name string, notes *[]string) frontdesk.Hooks {
	note := func(ctx context.Context, hook string) {
		path, _ := ctx.Value(pathKey{}).(string)
		*notes = append(*notes, fmt.Sprintf("%s.%s after %q", name, hook, path))
	}
	through := func(ctx context.Context, hook string) context.Context {
		note(ctx, hook)
		path, _ := ctx.Value(pathKey{}).(string)
		return context.WithValue(ctx, pathKey{}, path+name)
	}
	return frontdesk.Hooks{
		Start:      func(ctx context.Context, _ frontdesk.Call) context.Context { return through(ctx, "Start") },
		Attempt:    func(ctx context.Context, _ frontdesk.Attempt) context.Context { return through(ctx, "Attempt") },
		AttemptEnd: func(ctx context.Context, _ frontdesk.AttemptResult) { note(ctx, "AttemptEnd") },
		Retry:      func(ctx context.Context, _ frontdesk.Retry) { note(ctx, "Retry") },
		Limit:      func(frontdesk.LimitState) { note(context.Background(), "Limit") },
		End:        func(ctx context.Context, _ frontdesk.Result) { note(ctx, "End") },
	}
}

func TestCombine_CallsAllInOrderAndPassesTheContextOn(t *testing.T) {
	var notes []string
	srv := helpcrunchtest.NewServer(t)
	srv.Fail(frontdesktest.Status(503))
	forgetful := frontdesk.Hooks{Start: func(context.Context, frontdesk.Call) context.Context { return nil }}
	hooks := observe.Combine(noting("a", &notes), frontdesk.Hooks{}, forgetful, noting("b", &notes))
	hc := srv.Client(frontdesk.WithHooks(hooks), frontdesk.WithRetryPolicy(frontdesk.RetryPolicy{BaseDelay: 1}))
	defer hc.Close()
	_, err := hc.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
	require.NoError(t, err)
	assert.Equal(t, []string{
		`a.Start after ""`, `b.Start after "a"`,
		`a.Attempt after "ab"`, `b.Attempt after "aba"`, `b.AttemptEnd after "abab"`, `a.AttemptEnd after "abab"`,
		`a.Retry after "ab"`, `b.Retry after "ab"`,
		`a.Attempt after "ab"`, `b.Attempt after "aba"`, `b.AttemptEnd after "abab"`, `a.AttemptEnd after "abab"`,
		`b.End after "ab"`, `a.End after "ab"`,
	}, notes)

	notes = nil
	hooks.Limit(frontdesk.LimitState{})
	assert.Equal(t, []string{`a.Limit after ""`, `b.Limit after ""`}, notes)
}

func TestCombine_HookThatNobodyHasStaysNil(t *testing.T) {
	end := func(context.Context, frontdesk.Result) {}
	all := observe.Combine(frontdesk.Hooks{End: end}, frontdesk.Hooks{}, frontdesk.Hooks{End: end})
	assert.NotNil(t, all.End)
	assert.Nil(t, all.Start)
	assert.Nil(t, all.Attempt)
	assert.Nil(t, all.AttemptEnd)
	assert.Nil(t, all.Retry)
	assert.Nil(t, all.Limit)
}

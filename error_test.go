package frontdesk_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
)

func TestKinds_EachHasItsSentinelAndNoOther(t *testing.T) {
	sentinels := map[frontdesk.Kind]error{
		frontdesk.KindInvalid: frontdesk.ErrInvalid, frontdesk.KindValidation: frontdesk.ErrValidation,
		frontdesk.KindAuth: frontdesk.ErrAuth, frontdesk.KindForbidden: frontdesk.ErrForbidden,
		frontdesk.KindNotFound: frontdesk.ErrNotFound, frontdesk.KindConflict: frontdesk.ErrConflict,
		frontdesk.KindRateLimited: frontdesk.ErrRateLimited, frontdesk.KindQuotaExhausted: frontdesk.ErrQuotaExhausted,
		frontdesk.KindServer: frontdesk.ErrServer, frontdesk.KindUnavailable: frontdesk.ErrUnavailable,
		frontdesk.KindUnsupported: frontdesk.ErrUnsupported, frontdesk.KindTransport: frontdesk.ErrTransport,
		frontdesk.KindTimeout: frontdesk.ErrTimeout, frontdesk.KindCanceled: frontdesk.ErrCanceled,
		frontdesk.KindDecode: frontdesk.ErrDecode, frontdesk.KindTooLarge: frontdesk.ErrTooLarge,
		frontdesk.KindRedirect: frontdesk.ErrRedirect, frontdesk.KindPagingLimit: frontdesk.ErrPagingLimit,
	}
	require.Len(t, sentinels, len(frontdesk.Kinds()))
	for _, kind := range frontdesk.Kinds() {
		wrapped := fmt.Errorf("job 7: %w", &frontdesk.Error{Kind: kind})
		for other, sentinel := range sentinels {
			assert.Equal(t, kind == other, errors.Is(wrapped, sentinel), "%s is %s", kind, other)
		}
		assert.Contains(t, sentinels[kind].Error(), "frontdesk: ")
	}
}

func TestError_SaysWhatAnOperatorNeeds(t *testing.T) {
	e := &frontdesk.Error{
		Vendor: "helpcrunch", Operation: "customers.get", Kind: frontdesk.KindNotFound, Class: frontdesk.ClassSafe,
		Code: "entity_not_found", Message: "Customer not found", HTTPStatus: 404, Attempts: 1,
	}
	assert.Equal(t, "helpcrunch: customers.get: not found: Customer not found (code entity_not_found, HTTP 404)", e.Error())

	e = &frontdesk.Error{
		Vendor: "salesman", Operation: "person.add", Kind: frontdesk.KindServer, Sent: frontdesk.SentUnknown, HTTPStatus: 200,
		Attempts: 3, RetryAfter: 1500 * time.Millisecond, Field: "pid",
		Err: errors.Join(context.DeadlineExceeded, frontdesk.ErrRetryBudget),
	}
	text := e.Error()
	for _, part := range []string{": pid: ", "3 attempts", "retry after 1.5s", "it may have happened", "retry budget used up"} {
		assert.Contains(t, text, part)
	}
	assert.ErrorIs(t, e, context.DeadlineExceeded)
	assert.ErrorIs(t, e, frontdesk.ErrRetryBudget)

	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "err", e)
	for _, part := range []string{"err.vendor=salesman", "err.kind=server", "err.sent=unknown", "err.retry_after=1.5s", "err.field=pid"} {
		assert.Contains(t, log.String(), part)
	}
	var none *frontdesk.Error
	assert.Equal(t, "<nil>", none.Error())
	assert.NoError(t, none.Unwrap())
	assert.NotErrorIs(t, none, frontdesk.ErrInvalid)
}

func TestRetryable_IsTheLoopsOwnTable(t *testing.T) {
	const unsafe, idem, safe = frontdesk.ClassUnsafe, frontdesk.ClassIdempotent, frontdesk.ClassSafe
	cases := []struct {
		name string
		e    frontdesk.Error
		want map[frontdesk.Class]bool
	}{
		{"refused by a limit", frontdesk.Error{Kind: frontdesk.KindRateLimited}, map[frontdesk.Class]bool{unsafe: true, idem: true, safe: true}},
		{"limit after acting", frontdesk.Error{Kind: frontdesk.KindRateLimited, Sent: frontdesk.SentUnknown}, map[frontdesk.Class]bool{unsafe: false, idem: true, safe: true}},
		{"day's quota", frontdesk.Error{Kind: frontdesk.KindQuotaExhausted}, map[frontdesk.Class]bool{unsafe: false, idem: false, safe: false}},
		{"not sent", frontdesk.Error{Kind: frontdesk.KindTransport}, map[frontdesk.Class]bool{unsafe: true, idem: true, safe: true}},
		{"perhaps sent", frontdesk.Error{Kind: frontdesk.KindTransport, Sent: frontdesk.SentUnknown}, map[frontdesk.Class]bool{unsafe: false, idem: true, safe: true}},
		{"no such host", frontdesk.Error{Kind: frontdesk.KindTransport, Err: &net.DNSError{IsNotFound: true}}, map[frontdesk.Class]bool{unsafe: false, idem: false, safe: false}},
		{"certificate", frontdesk.Error{Kind: frontdesk.KindTransport, Err: x509.UnknownAuthorityError{}}, map[frontdesk.Class]bool{unsafe: false, idem: false, safe: false}},
		{"timeout", frontdesk.Error{Kind: frontdesk.KindTimeout, Sent: frontdesk.SentUnknown}, map[frontdesk.Class]bool{unsafe: false, idem: true, safe: true}},
		{"server fault", frontdesk.Error{Kind: frontdesk.KindServer, HTTPStatus: 500, Sent: frontdesk.SentUnknown}, map[frontdesk.Class]bool{unsafe: false, idem: true, safe: true}},
		{"502", frontdesk.Error{Kind: frontdesk.KindUnavailable, HTTPStatus: 502, Sent: frontdesk.SentUnknown}, map[frontdesk.Class]bool{unsafe: false, idem: true, safe: true}},
		{"503 with a wait", frontdesk.Error{Kind: frontdesk.KindUnavailable, HTTPStatus: 503, RetryAfter: 1}, map[frontdesk.Class]bool{unsafe: true, idem: true, safe: true}},
		{"not found", frontdesk.Error{Kind: frontdesk.KindNotFound, HTTPStatus: 404}, map[frontdesk.Class]bool{unsafe: false, idem: false, safe: false}},
		{"canceled", frontdesk.Error{Kind: frontdesk.KindCanceled}, map[frontdesk.Class]bool{unsafe: false, idem: false, safe: false}},
	}
	for _, tc := range cases {
		for class, want := range tc.want {
			e := tc.e
			e.Class = class
			assert.Equal(t, want, frontdesk.Retryable(fmt.Errorf("wrapped: %w", &e)), "%s, %s", tc.name, class)
		}
	}
	assert.False(t, frontdesk.Retryable(nil))
	assert.False(t, frontdesk.Retryable(errors.New("other")))
}

func TestCollect_ReturnsWhatCameBeforeTheError(t *testing.T) {
	boom := errors.New("boom")
	items, err := frontdesk.Collect(func(yield func(int, error) bool) {
		if yield(1, nil) && yield(2, nil) {
			yield(0, boom)
		}
	})
	assert.Equal(t, []int{1, 2}, items)
	assert.Equal(t, boom, err)
}

func TestWindow_IsALimiterByItself(t *testing.T) {
	w := frontdesk.NewWindow(2, time.Hour)
	var _ frontdesk.Limiter = w
	require.NoError(t, w.Wait(t.Context()))
	require.NoError(t, w.WaitN(t.Context(), 1))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	assert.ErrorIs(t, w.Wait(ctx), context.DeadlineExceeded, "fails at once: the slot is an hour away")
	assert.Zero(t, w.State().Remaining)
	assert.Equal(t, 2, w.State().Limit)
}

func TestMayHaveHappened(t *testing.T) {
	cases := []struct {
		class frontdesk.Class
		sent  frontdesk.Sent
		kind  frontdesk.Kind
		want  bool
		text  string
	}{
		{frontdesk.ClassUnsafe, frontdesk.SentUnknown, frontdesk.KindServer, true, "it may have happened"},
		{frontdesk.ClassIdempotent, frontdesk.SentUnknown, frontdesk.KindTransport, true, "it may have happened"},
		{frontdesk.ClassSafe, frontdesk.SentUnknown, frontdesk.KindTransport, false, ""},
		{frontdesk.ClassUnsafe, frontdesk.SentNo, frontdesk.KindTransport, false, ""},
		{frontdesk.ClassUnsafe, frontdesk.SentYes, frontdesk.KindNotFound, false, ""},
		{frontdesk.ClassUnsafe, frontdesk.SentYes, frontdesk.KindTransport, true, "it has happened"},
		{frontdesk.ClassUnsafe, frontdesk.SentYes, frontdesk.KindDecode, true, "it has happened"},
	}
	for _, tc := range cases {
		e := &frontdesk.Error{Class: tc.class, Sent: tc.sent, Kind: tc.kind}
		assert.Equal(t, tc.want, e.MayHaveHappened(), "%s %s %s", tc.class, tc.sent, tc.kind)
		if tc.text == "" {
			assert.NotContains(t, e.Error(), "happened")
		} else {
			assert.Contains(t, e.Error(), tc.text)
		}
	}
	var none *frontdesk.Error
	assert.False(t, none.MayHaveHappened())
}

func TestWindow_MadeWithoutSenseIsRefused(t *testing.T) {
	for _, w := range []*frontdesk.Window{nil, {}, frontdesk.NewWindow(0, time.Second), frontdesk.NewWindow(1, 0), frontdesk.NewWindow(-1, -1)} {
		assert.ErrorIs(t, w.Wait(t.Context()), frontdesk.ErrInvalid)
		assert.Equal(t, -1, w.State().Limit)
	}
}

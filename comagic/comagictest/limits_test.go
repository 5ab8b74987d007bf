package comagictest_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

func TestLimitExceeded_SaysWhichWindowIsUsedUp(t *testing.T) {
	for window, day := range map[time.Duration]bool{time.Minute: false, time.Hour: false, 24 * time.Hour: true} {
		synctest.Test(t, func(t *testing.T) {
			srv := comagictest.NewServer(t)
			srv.Fail(comagictest.LimitExceeded(window).Times(1))
			client := srv.Client(frontdesk.WithTimeout(10 * time.Second))
			_, err := client.Tags.List(context.Background(), nil)
			require.Error(t, err)
			e := err.(*frontdesk.Error)
			assert.Equal(t, comagic.CodeLimitExceeded, e.Code)
			assert.GreaterOrEqual(t, e.RetryAfter, window)
			assert.Less(t, e.RetryAfter, window+window/5)
			if day {
				assert.ErrorIs(t, err, frontdesk.ErrQuotaExhausted)
			} else {
				assert.ErrorIs(t, err, frontdesk.ErrRateLimited)
			}
			for _, limit := range client.Limits() {
				if limit.Window == window {
					assert.Zero(t, limit.Remaining, "the metadata agree")
				}
			}
		})
	}
}

func TestLimitExceeded_OfAnotherLengthIsMisuse(t *testing.T) {
	srv := comagictest.New()
	defer srv.Close()
	srv.Fail(comagictest.LimitExceeded(time.Second))
	assert.Len(t, srv.Violations(), 1)
	_, err := srv.Client().Tags.List(context.Background(), nil)
	assert.ErrorIs(t, err, frontdesk.ErrUnsupported)
}

package proof_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

// From the position at any row the next row is the first, and nothing comes twice.
func TestPosition_IsAfterTheRowInTheLoopBody(t *testing.T) {
	eachFetch(t, func(t *testing.T, s subject, opts []frontdesk.Option) {
		// SalesMan's pages have 200 rows always: there, the rows around their ends.
		size, n, near := 10, 35, 10
		if s.name == "salesman" {
			size, n, near = 200, 407, 5
		}
		_, c := s.open(t, n, frontdesktest.WithQuota(0, 0), frontdesktest.WithLogLimit(0))
		var at frontdesk.Cursor
		opts = append(opts, frontdesk.WithPosition(&at))
		var positions []frontdesk.Cursor
		for _, err := range c.rows(t.Context(), size, "", opts...) {
			require.NoError(t, err)
			positions = append(positions, at)
		}
		require.Len(t, positions, n)
		assert.Empty(t, at, "the rows have ended")

		for k := 1; k <= n; k++ {
			if off := k % size; off > near && off < size-near {
				continue
			}
			for range c.rows(t.Context(), size, positions[k-1], opts...) {
				require.Equal(t, positions[k], at, "the break leaves it after its row, the one after %d", k)
				break
			}
			rest, err := pull(c.rows(t.Context(), size, positions[k-1], opts...))
			require.NoError(t, err)
			require.Equal(t, s.ids(k+1, n), rest, "after row %d", k)
			require.Empty(t, at)
		}
	})
}

func TestPosition_WithAnErrorItIsItsNext(t *testing.T) {
	eachFetch(t, func(t *testing.T, s subject, opts []frontdesk.Option) {
		srv, c := s.open(t, s.three())
		var at frontdesk.Cursor
		opts = append(opts, frontdesk.WithPosition(&at))
		srv.Fail(frontdesktest.Status(400).After(2).Always())
		_, err := pull(c.rows(t.Context(), 100, "", opts...))
		assert.Equal(t, failure(t, err).Next, at)
		assert.NotEmpty(t, at)
		srv.ClearFaults()

		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		rows := 0
		for _, err = range c.rows(ctx, 100, "", opts...) {
			if rows++; rows == 7 {
				cancel()
			}
		}
		require.ErrorIs(t, err, frontdesk.ErrCanceled)
		assert.Equal(t, failure(t, err).Next, at)
		rest, err := pull(c.rows(t.Context(), 100, at, opts...))
		require.NoError(t, err)
		assert.Equal(t, s.ids(8, s.three()), rest, "also in the middle of a page")

		_, err = pull(c.rows(t.Context(), 100, "nonsense", opts...))
		assert.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, failure(t, err).Next, at)
	})
}

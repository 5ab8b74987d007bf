package wire

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// EncodeValues writes the value as the query package would, in its own zone.
func (o opt[T]) EncodeValues(key string, values *url.Values) error {
	if o.state == 2 {
		values.Set(key, fmt.Sprint(o.v))
	}
	return nil
}

func TestQuery_TimesInsideATypeWithGet(t *testing.T) {
	type params struct {
		From opt[time.Time] `url:"from,omitempty"`
		Till opt[time.Time] `url:"till,omitempty"`
		ID   opt[int64]     `url:"id,omitempty"`
	}
	values, err := lenientCodec().Query(params{From: some(time.Date(2024, 1, 1, 22, 0, 0, 0, time.UTC)), ID: some(int64(7))})
	require.NoError(t, err)
	assert.Equal(t, "from=2024-01-02+01%3A00%3A00&id=7", values.Encode())
}

func TestQuery_TimesInTheVendorsZone(t *testing.T) {
	type paging struct {
		Limit int `url:"limit,omitempty"`
	}
	type params struct {
		paging
		Paging paging     `url:"-"`
		From   time.Time  `url:"from"`
		Till   *time.Time `url:"till,omitempty"`
		Day    time.Time  `url:"day" layout:"2006-01-02"`
		None   time.Time  `url:"none,omitempty"`
		Name   string     `url:"name,omitempty"`
	}
	at := time.Date(2024, 1, 1, 22, 0, 0, 0, time.UTC)
	values, err := lenientCodec().Query(&params{paging: paging{Limit: 5}, From: at, Till: &at, Day: at, Name: "a b"})
	require.NoError(t, err)
	assert.Equal(t, "day=2024-01-02&from=2024-01-02+01%3A00%3A00&limit=5&name=a+b&till=2024-01-02+01%3A00%3A00", values.Encode())

	for _, none := range []any{nil, (*params)(nil)} {
		values, err := lenientCodec().Query(none)
		require.NoError(t, err)
		assert.Empty(t, values)
	}
	_, err = lenientCodec().Query(7)
	assert.Error(t, err)
}

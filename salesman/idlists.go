package salesman

import (
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// IDs are ids that travel as one text, joined by commas.
type IDs []int64

// MarshalJSONTo implements JSON v2's MarshalerTo.
func (ids IDs) MarshalJSONTo(enc *wire.Encoder) error {
	return wire.WriteRaw(enc, wire.AppendQuote(nil, joinIDs(ids, ",")))
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom. It reads a text, a
// number or a list.
func (ids *IDs) UnmarshalJSONFrom(dec *wire.Decoder) error {
	read, err := readIDs(dec, ",")
	*ids = read
	return err
}

func (ids IDs) check(c *Client, op *transport.Operation, name string) error {
	return checkListedIDs(c, op, name, ids)
}

// SemicolonIDs are ids that travel as one text, joined by semicolons.
type SemicolonIDs []int64

// MarshalJSONTo implements JSON v2's MarshalerTo.
func (l SemicolonIDs) MarshalJSONTo(enc *wire.Encoder) error {
	return wire.WriteRaw(enc, wire.AppendQuote(nil, joinIDs(l, ";")))
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom.
func (l *SemicolonIDs) UnmarshalJSONFrom(dec *wire.Decoder) error {
	ids, err := readIDs(dec, ";")
	*l = ids
	return err
}

func joinIDs(ids []int64, separator string) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(texts, separator)
}

func readIDs(dec *wire.Decoder, separator string) ([]int64, error) {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return nil, err
	}
	text := wire.Text(raw)
	if raw[0] == '[' {
		text = strings.NewReplacer("[", "", "]", "", `"`, "", ",", separator).Replace(string(raw))
	}
	var ids []int64
	for part := range strings.SplitSeq(text, separator) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		id, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return nil, &wire.TypeError{Want: "a list of ids", Got: "string", Reason: "not a number between separators"}
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// checkListedIDs refuses ids that are not positive.
func checkListedIDs(c *Client, op *transport.Operation, name string, ids []int64) error {
	for _, id := range ids {
		if id <= 0 {
			return c.core.InvalidArgument(op, name, "%d is not a positive id", id)
		}
	}
	return nil
}

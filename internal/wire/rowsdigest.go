package wire

import (
	"bytes"
	"hash/maphash"
)

// digestSeed is one for all pages, so that their digests can be compared.
var digestSeed = maphash.MakeSeed()

// rowsDigest hashes the bytes of the rows as they stand in the reply. The decoder
// reads ahead of the row that it decodes: what it has read and not yet used waits in
// ahead, until it is known whether it belongs to a row.
type rowsDigest struct {
	hash  maphash.Hash
	ahead bytes.Buffer
	used  int64 // the offset in the reply at which ahead begins
	rows  int64 // that at which the last row ends
	ended bool  // no row follows
}

// atOnce is how many bytes of rows are hashed together.
const atOnce = 16 << 10

// KeepDigest makes r hash the rows from here on, for [Rows.Digest]. It costs a copy
// of each byte and nothing that grows with the page.
func (r *Rows) KeepDigest() {
	if r.src.digest != nil {
		return
	}
	at := r.dec.InputOffset()
	d := &rowsDigest{used: at, rows: at}
	d.hash.SetSeed(digestSeed)
	d.ahead.Write(r.dec.UnreadBuffer())
	r.src.digest = d
}

// Digest returns a hash of the bytes of the rows that were read, the commas between
// them included, and whether [Rows.KeepDigest] asked for it. It says whether two
// pages of one process are equal, and nothing beyond.
func (r *Rows) Digest() (sum uint64, ok bool) {
	if r.src.digest == nil {
		return 0, false
	}
	r.src.digest.write()
	return r.src.digest.hash.Sum64(), true
}

// row says that a row ends at offset.
func (d *rowsDigest) row(offset int64) {
	if d.rows = offset; d.rows-d.used >= atOnce {
		d.write()
	}
}

// write hashes the rows that wait.
func (d *rowsDigest) write() {
	_, _ = d.hash.Write(d.ahead.Next(int(d.rows - d.used))) // a hash does not fail
	d.used = d.rows
}

func (d *rowsDigest) read(p []byte) {
	if !d.ended {
		d.ahead.Write(p)
	}
}

// end says that no row follows. A nil digest is none.
func (d *rowsDigest) end() {
	if d != nil {
		d.write()
		d.ended = true
		d.ahead.Reset()
	}
}

package frontdesk

// Class says what repeating an operation does. It comes from the vendor's
// documentation, not from the HTTP verb: reads of JSON-RPC vendors are POSTs,
// and some GETs write.
type Class uint8

const (
	// ClassUnsafe operations may act twice when repeated (create, send, call).
	// They are repeated only when the failure proves that nothing was done.
	ClassUnsafe Class = iota
	// ClassIdempotent operations write, but repeating one changes nothing more.
	ClassIdempotent
	// ClassSafe operations only read.
	ClassSafe
)

// String returns "unsafe", "idempotent" or "safe".
func (c Class) String() string {
	switch c {
	case ClassSafe:
		return "safe"
	case ClassIdempotent:
		return "idempotent"
	default:
		return "unsafe"
	}
}

// Writes reports whether operations of the class may change something.
func (c Class) Writes() bool { return c != ClassSafe }

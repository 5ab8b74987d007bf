package liveagent

import "strings"

// OnlineStatus says what an agent or a department serves: several letters at
// once, such as "MRT". The empty status, and "F" in some replies, is offline.
type OnlineStatus string

// The letters of an [OnlineStatus].
const (
	// OnlineChat: takes chats.
	OnlineChat OnlineStatus = "T"
	// OnlinePhone: takes calls.
	OnlinePhone OnlineStatus = "P"
	// OnlineTickets: is given tickets.
	OnlineTickets OnlineStatus = "M"
	// OnlineReading: reads tickets only; seen in examples, not in the reference.
	OnlineReading OnlineStatus = "R"
	// Offline is how some servers write that nothing is served.
	Offline OnlineStatus = "F"
)

// Has reports whether the status contains all letters of what.
func (s OnlineStatus) Has(what OnlineStatus) bool {
	for _, letter := range what {
		if !strings.ContainsRune(string(s), letter) {
			return false
		}
	}
	return what != ""
}

// Letters returns the letters one by one, in their order.
func (s OnlineStatus) Letters() []OnlineStatus {
	letters := make([]OnlineStatus, 0, len(s))
	for _, letter := range s {
		letters = append(letters, OnlineStatus(letter))
	}
	return letters
}

package salesmantest

import (
	"math"
	"slices"
)

// almost is what sums of quantities may differ by and be the same: 0.1 and 0.2 are
// 0.3 to a buyer.
const almost = 1e-9

// open is what acts leave of each position of a deal, in the order of the positions.
// An act without positions is for the whole deal; more of one position than the deal
// has does not make up for another.
func (d dealFacts) open(acts []*paper) []float64 {
	left := make([]float64, len(d.lines))
	if slices.ContainsFunc(acts, func(a *paper) bool { return len(a.lines) == 0 }) {
		return left
	}
	for i, line := range d.lines {
		left[i] = line.quantity
		for _, a := range acts {
			for _, p := range a.lines {
				if p.lineID == line.id {
					left[i] -= p.quantity
				}
			}
		}
		if left[i] < almost {
			left[i] = 0
		}
	}
	return left
}

// covers reports whether acts are for all of a deal: one for the whole, or parts that
// add up to each of its positions.
func (d dealFacts) covers(acts []*paper) bool {
	whole := func(a *paper) bool { return len(a.lines) == 0 }
	if len(acts) == 0 || len(d.lines) == 0 && !slices.ContainsFunc(acts, whole) {
		return false
	}
	return !slices.ContainsFunc(d.open(acts), func(left float64) bool { return left > 0 })
}

// covered reports whether a deal can have no further act. Acts of invoices, which
// service deals have, do not count.
func (s *Server) covered(deal dealFacts) bool {
	acts := s.actsOf(deal.id)
	return deal.covers(slices.DeleteFunc(acts, func(a *paper) bool { return a.invoice != 0 }))
}

// coveredShare is how much of a deal's amount its acts cover, in percent: 100 for all
// of its positions, and not before.
func (s *Server) coveredShare(deal dealFacts) float64 {
	acts := s.actsOf(deal.id)
	if deal.covers(acts) {
		return 100
	}
	sum, open := 0.0, 0.0
	for i, left := range deal.open(acts) {
		sum += deal.lines[i].quantity * deal.lines[i].price
		open += left * deal.lines[i].price
	}
	if sum == 0 {
		return 0
	}
	return min(math.Round((sum-open)/sum*100), 99)
}

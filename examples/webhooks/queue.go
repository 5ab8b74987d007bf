package main

import (
	"context"
	"errors"
	"sync"
)

// ErrBusy is the error of a queue that is full or closed.
var ErrBusy = errors.New("the queue takes nothing more")

// remembered is how many jobs a queue knows again.
const remembered = 10_000

// Job is what to do about an event.
type Job struct {
	// ID is the event's; the same one is done once. Empty for events without one.
	ID string
	// Run does it. It should give up when its context ends.
	Run func(ctx context.Context)
}

// Queue works in the background. It is bounded, so that a flood of events is refused
// instead of filling the memory, and it drops jobs that it has already accepted:
// HelpCrunch delivers again when it has not heard the answer.
//
// It lives in memory. Where no event may be lost to a crash, write the event to a
// database in Add instead, and let the workers read from there.
type Queue struct {
	mu     sync.Mutex
	closed bool
	seen   map[string]bool
	order  [remembered]string // a ring of the ids in seen
	next   int

	jobs    chan Job
	workers sync.WaitGroup
	cancel  context.CancelFunc
}

// NewQueue starts workers, and lets so many jobs wait for them.
func NewQueue(workers, waiting int) *Queue {
	ctx, cancel := context.WithCancel(context.Background())
	q := &Queue{seen: map[string]bool{}, jobs: make(chan Job, waiting), cancel: cancel}
	for range workers {
		q.workers.Go(func() {
			for job := range q.jobs {
				job.Run(ctx)
			}
		})
	}
	return q
}

// Add accepts a job. It never waits.
func (q *Queue) Add(job Job) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.closed:
		return ErrBusy
	case q.seen[job.ID]:
		return nil
	}
	select {
	case q.jobs <- job:
		q.remember(job.ID)
		return nil
	default:
		return ErrBusy
	}
}

func (q *Queue) remember(id string) {
	if id == "" {
		return
	}
	delete(q.seen, q.order[q.next])
	q.order[q.next], q.seen[id] = id, true
	q.next = (q.next + 1) % remembered
}

// Close accepts nothing more and waits for the work that was accepted. When ctx ends
// first, the work's context ends too, and Close returns the reason.
func (q *Queue) Close(ctx context.Context) error {
	q.mu.Lock()
	if !q.closed {
		q.closed = true
		close(q.jobs)
	}
	q.mu.Unlock()

	done := make(chan struct{})
	go func() { q.workers.Wait(); close(done) }()
	defer q.cancel()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		q.cancel()
		<-done
		return ctx.Err()
	}
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// process is one worker, seen by the parent.
type process struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	input  *json.Encoder
	output *json.Decoder
}

// runFleet starts this program again as so many workers, lets all begin at the same
// moment, and collects what they did in the time given.
func runFleet(ctx context.Context, j job, processes int, duration time.Duration) (s summary, err error) {
	ctx, cancel := context.WithCancel(ctx)
	fleet := make([]*process, 0, processes)
	defer func() { // none is left behind, whatever went wrong
		cancel()
		for _, p := range fleet {
			_ = p.stdin.Close()
			_ = p.cmd.Wait()
		}
	}()
	for range processes {
		p, err := start(ctx)
		if err != nil {
			return s, err
		}
		fleet = append(fleet, p)
		if err := p.input.Encode(j); err != nil {
			return s, err
		}
	}
	for _, p := range fleet {
		if _, err := p.read(); err != nil { // it is ready
			return s, err
		}
	}
	begin := time.Now()
	for _, p := range fleet {
		if err := p.input.Encode(begin.Add(duration)); err != nil {
			return s, err
		}
	}
	for _, p := range fleet {
		r, err := p.read()
		if err != nil {
			return s, err
		}
		s.results = append(s.results, r)
	}
	s.elapsed = time.Since(begin)
	return s, nil
}

func start(ctx context.Context) (*process, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = append(os.Environ(), asWorker+"=1")
	cmd.Stderr = os.Stderr
	stdin, inErr := cmd.StdinPipe()
	stdout, outErr := cmd.StdoutPipe()
	if err := errors.Join(inErr, outErr); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &process{cmd: cmd, stdin: stdin, input: json.NewEncoder(stdin), output: json.NewDecoder(stdout)}, nil
}

func (p *process) read() (r result, err error) {
	if err := p.output.Decode(&r); err != nil {
		return r, fmt.Errorf("process %d ended early: %w", p.cmd.Process.Pid, err)
	}
	return r, nil
}

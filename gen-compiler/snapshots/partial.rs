fn partial(mut job: Job, first: u32) -> impl Iterator<Item = Output> {
    for output in job.work {
        yield_!(output);
    }
    if job.id == first {
        yield_!(job.spare);
        job.spare = make(job.id);
    }
    yield_!(job.last);
}

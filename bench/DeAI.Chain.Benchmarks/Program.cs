using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;

// Each run builds the whole product anew, from a project that knows this one only: references have to be passed on, other than in the rest of
// the solution. With analyzers it takes longer, on two cores, than the two minutes it is given otherwise.
MsBuildArgument[] build = [new("/p:DisableTransitiveProjectReferences=false"), new("/p:RunAnalyzers=false")];
IConfig config = DefaultConfig.Instance.AddJob(Job.Default.WithArguments(build).AsDefault()).WithBuildTimeout(TimeSpan.FromMinutes(15));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);

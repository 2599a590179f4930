using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace DeAI.Chain.Architecture.Tests;

public sealed class PurityTests
{
    /// <summary>Types whose mere mention in an assembly above the line is an error.</summary>
    private static readonly string[] BannedTypes =
    [
        "System.DateTime", "System.DateTimeOffset", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Random", "System.Guid",
        "System.Security.Cryptography.RandomNumberGenerator", "System.Threading.Tasks.Task", "System.Threading.Tasks.Task`1",
        "System.Threading.Tasks.ValueTask", "System.Threading.Tasks.Parallel", "System.Threading.Thread", "System.Threading.ThreadPool",
        "System.Threading.Timer", "System.IO.File", "System.IO.FileStream", "System.IO.Directory", "System.Net.Sockets.Socket",
        "System.Net.Http.HttpClient", "System.Console", "System.HashCode", "System.Single", "System.Double", "System.Half", "System.Math+F",
        "System.MathF",
    ];

    [Fact]
    public void PureAssemblies_HoldNoFloatingPoint()
    {
        List<string> found = [];
        foreach (string project in Layers.Pure)
        {
            found.AddRange(FloatingPointScan.Scan(Repository.Assembly(project)));
        }

        Assert.True(found.Count == 0, $"Floating point above the purity line:\n{string.Join('\n', found)}");
    }

    [Fact]
    public void PureAssemblies_MentionNoBannedType()
    {
        List<string> found = [];
        foreach (string project in Layers.Pure)
        {
            using PEReader file = new(File.OpenRead(Repository.Assembly(project)));
            MetadataReader metadata = file.GetMetadataReader();
            found.AddRange(metadata.TypeReferences
                .Select(metadata.GetTypeReference)
                .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")
                .Where(static name => BannedTypes.Contains(name))
                .Select(name => $"{project} mentions {name}"));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void Scan_OfAnAssemblyWithFloats_FindsThem() =>
        Assert.Contains(FloatingPointScan.Scan(typeof(PurityTests).Assembly.Location), static line => line.Contains(nameof(Halve), StringComparison.Ordinal));

    /// <summary>Here so that the scan has something to find.</summary>
    private static double Halve(double value) => value / 2;

    [Fact]
    public void Halve_OfFour_IsTwo() => Assert.Equal(2.0, Halve(4.0));
}

using System.Reflection;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>
/// Every decoder of the product. Canonical types are found by reflection in the assemblies of src, so none can be forgotten; everything that
/// reads another form is listed in <see cref="WireDecoders"/>, <see cref="DiskDecoders"/> and <see cref="TextDecoders"/>.
/// </summary>
internal static class DecoderCatalogue
{
    /// <summary>
    /// Of any canonical type. The constant is the lists' first capacity and the text of a refusal. The factor is the worst element there is: a
    /// one-byte item that becomes an object in a list that grew by doubling.
    /// </summary>
    private static readonly AllocationBound CanonicalBound = new(32 << 10, 64);

    public static IReadOnlyList<Decoder> All { get; } =
    [
        .. CanonicalTypes().Select(static type => (Decoder)Activator.CreateInstance(typeof(CanonicalDecoder<>).MakeGenericType(type), CanonicalBound)!),
        .. MessageDecoders.All(),
        .. WireDecoders.All(),
        .. DiskDecoders.All(),
        .. TextDecoders.All(),
    ];

    /// <summary>All types of src with the canonical encoding, public or not.</summary>
    public static IReadOnlyList<Type> CanonicalTypes() =>
    [
        .. ProductAssemblies().SelectMany(static assembly => assembly.GetTypes())
            .Where(static type => !type.IsGenericTypeDefinition && !type.IsInterface && Array.Exists(type.GetInterfaces(), candidate =>
                candidate.IsGenericType
                && candidate.GetGenericTypeDefinition() == typeof(ICanonical<>)
                && candidate.GenericTypeArguments[0] == type))
            .OrderBy(static type => type.FullName, StringComparer.Ordinal),
    ];

    /// <summary>The program and all of the product that lies beside it.</summary>
    public static IReadOnlyList<Assembly> ProductAssemblies() =>
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Select(static path => Path.GetFileNameWithoutExtension(path))
            .Where(static name => name == "deai" || (name.StartsWith("DeAI.Chain.", StringComparison.Ordinal) && !name.EndsWith(".Tests", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .Select(static name => Assembly.Load(new AssemblyName(name))),
    ];
}

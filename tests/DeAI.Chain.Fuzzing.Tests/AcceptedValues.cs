using System.Reflection;
using System.Runtime.CompilerServices;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>What code does with a value that was read: asks for its computed properties, prints it.</summary>
internal static class AcceptedValues
{
    /// <summary>Properties that mean something only after a check that their callers make, each with that check.</summary>
    private static readonly Dictionary<string, string> Guarded = new(StringComparer.Ordinal)
    {
    };

    private static readonly ConditionalWeakTable<Type, PropertyInfo[]> Computed = [];

    /// <returns>What failed, or null.</returns>
    public static string? Visit(object value)
    {
        foreach (PropertyInfo property in Computed.GetValue(value.GetType(), Find))
        {
            try
            {
                _ = property.GetValue(value);
            }
            catch (TargetInvocationException failed)
            {
                return $"{property.DeclaringType!.Name}.{property.Name} throws: {failed.InnerException!.GetType().Name}: {failed.InnerException.Message}";
            }
        }

        AcceptedUses.Use(value);
        return value.ToString() is null ? "ToString gives nothing" : null;
    }

    private static PropertyInfo[] Find(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.GetIndexParameters().Length == 0
                && property.CanRead
                && !property.PropertyType.IsByRefLike
                && !Guarded.ContainsKey($"{property.DeclaringType!.Name}.{property.Name}")),
    ];
}

using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace DeAI.Chain.Primitives;

/// <summary>An immutable list with content equality, so that records may hold one. <c>default</c> is the empty list.</summary>
[CollectionBuilder(typeof(Sequence), nameof(Sequence.Create))]
public readonly struct Sequence<T> : IReadOnlyList<T>, IEquatable<Sequence<T>>
    where T : IEquatable<T>
{
    private readonly ImmutableArray<T> _items;

    public Sequence(ImmutableArray<T> items) => _items = items;

    public int Count => _items.IsDefault ? 0 : _items.Length;

    public T this[int index] => _items[index];

    public ReadOnlySpan<T> Span => _items.IsDefault ? default : _items.AsSpan();

    public ImmutableArray<T> Items => _items.IsDefault ? [] : _items;

    public bool Equals(Sequence<T> other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is Sequence<T> other && Equals(other);

    public override int GetHashCode()
    {
        int hash = Count;
        foreach (T item in Span)
        {
            hash = unchecked((hash * 31) + EqualityComparer<T>.Default.GetHashCode(item));
        }

        return hash;
    }

    public override string ToString() => $"[{string.Join(", ", Items)}]";

    public ImmutableArray<T>.Enumerator GetEnumerator() => Items.GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)Items).GetEnumerator();

    public static bool operator ==(Sequence<T> left, Sequence<T> right) => left.Equals(right);

    public static bool operator !=(Sequence<T> left, Sequence<T> right) => !left.Equals(right);
}

/// <summary>Makes sequences: the target of collection expressions.</summary>
public static class Sequence
{
    public static Sequence<T> Create<T>(ReadOnlySpan<T> items)
        where T : IEquatable<T> => new([.. items]);

    public static Sequence<T> From<T>(IEnumerable<T> items)
        where T : IEquatable<T> => new([.. items]);
}

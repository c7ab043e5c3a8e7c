namespace Gatehouse.Html.Rewriting;

/// <summary>A handler of one kind of unit: one that answers at once, or one that is awaited.</summary>
internal readonly struct Handler<T>(Action<T>? sync, Func<T, ValueTask>? async)
{
    public bool IsAsync => async is not null;

    /// <summary>The action that calls a handler which does not return.</summary>
    public static Action<T> Throwing(Func<T, HtmlNever> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return unit => handler(unit);
    }

    public void Call(T unit) => sync!(unit);

    public ValueTask CallAsync(T unit)
    {
        if (async is not null)
        {
            return async(unit);
        }

        sync!(unit);
        return default;
    }
}

using ActorGaze.Tests.Chaos;

return args switch
{
    ["child", var order] => await Child.RunAsync(ChildOrder.Parse(order)),
    _ => await Parent.RunAsync(args),
};
